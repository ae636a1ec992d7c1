import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { waitFor } from '@microplate/platform/testing';
import { compose } from '../src/composition/compose.ts';
import { SDL, accessToken, createFederation, type Federation } from './federation.ts';
import { metricOf, openDoor, type Door } from './socket-client.ts';

const EVENTS = 'subscription($after: String) { plateEvents(plateId: "p1", after: $after) { cursor plate { picture } } }';
let federation: Federation;
let door: Door;
beforeEach(async () => {
  federation = await createFederation({ settings: { SUBSCRIBER_QUEUE: '20', SUBSCRIPTION_RESUME_MS: '8000', SUBSCRIPTIONS_PER_USER: '100' } });
  door = await openDoor(federation);
});
afterEach(async () => {
  await door.close();
  await federation.dispose();
  expect(federation.counts.open).toBe(0);
});

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_item, index) => from + index);
const cursorsOf = (results: readonly { data?: any }[]) => results.map(({ data }) => Number(data.plateEvents.cursor));
const upstreams = () => metricOf(federation, 'microplate_gateway_upstreams');
const executions = () => federation.calls.filter(({ service, path }) => service === 'images' && path === '/graphql').length;
const subscribe = (query: string, variables: Record<string, unknown> = {}) => door.subscribe(door.client(accessToken()), query, variables);

test('who resumes a little behind joins the stream that is there, gets what was missed, and costs nothing more', async () => {
  const live = subscribe(EVENTS);
  await waitFor('the stream', () => federation.counts.opened === 1);
  for (let i = 0; i < 6; i += 1) federation.log.add();
  await live.reach(6);
  const back = [subscribe(EVENTS, { after: '3' }), subscribe(EVENTS.replace('$after)', '"4")').replace('($after: String)', '')), subscribe('subscription($c: String) { plateEvents(after: $c, plateId: "p1") { cursor plate { picture } } }', { c: '6' })];
  expect(cursorsOf(await back[0].reach(3))).toEqual([4, 5, 6]);
  federation.log.add();
  expect(cursorsOf(await back[0].reach(4))).toEqual([4, 5, 6, 7]);
  expect(cursorsOf(await back[1].reach(3))).toEqual([5, 6, 7]);
  expect(cursorsOf(await back[2].reach(1))).toEqual([7]);
  expect(federation.counts.opened).toBe(1);
});

test('who resumes from further back catches up alone, then goes on in the stream of all', async () => {
  for (let i = 0; i < 60; i += 1) federation.log.add();
  const live = subscribe(EVENTS);
  await waitFor('the stream', () => federation.counts.opened === 1);
  const back = subscribe(EVENTS, { after: '5' });
  await back.reach(55);
  federation.log.add();
  expect(cursorsOf(await back.reach(56))).toEqual(numbers(6, 61));
  await waitFor('the two to be one', async () => (await upstreams()) === 1);
  const before = executions();
  for (let i = 0; i < 3; i += 1) federation.log.add();
  expect(cursorsOf(await back.reach(59))).toEqual(numbers(6, 64));
  expect(cursorsOf(await live.reach(4))).toEqual(numbers(61, 64));
  expect([executions() - before, federation.counts.open]).toEqual([3, 1]);
});

test('a cursor that is no longer kept is answered with the oldest one, and no event from later', async () => {
  for (let i = 0; i < 5; i += 1) federation.log.add();
  federation.log.forget(3);
  const late = subscribe(EVENTS, { after: '1' });
  await waitFor('the answer', () => late.ended);
  expect(late.ended?.error[0].extensions).toMatchObject({ code: 'CURSOR_EXPIRED', oldestCursor: '3' });
  expect(late.results).toEqual([]);
  expect(cursorsOf(await subscribe(EVENTS, { after: late.ended?.error[0].extensions.oldestCursor }).reach(2))).toEqual([4, 5]);
});

test('a changed schema cuts what is no longer valid by it, with where it was, and nothing else', async () => {
  const kept = subscribe(EVENTS);
  const cut = subscribe('subscription { plateEvents(plateId: "p1") { cursor kind } }');
  await waitFor('both', () => federation.counts.opened === 2);
  federation.log.add();
  await Promise.all([kept.reach(1), cut.reach(1)]);
  const without = { ...SDL, results: SDL.results.replace('cursor: String! kind: String!', 'cursor: String!') };
  await federation.gateway.swap(compose(Object.entries(without).map(([name, sdl]) => ({ name, url: `http://${name}.test/graphql`, sdl }))).supergraphSdl);
  await waitFor('the cut', () => cut.ended);
  expect(cut.ended?.error[0].extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED', cursor: '1' });
  federation.log.add();
  expect(cursorsOf(await kept.reach(2))).toEqual([1, 2]);
  expect(kept.ended).toBeNull();
});

/** A client as it should be: after whatever end it subscribes again from the last cursor it has seen. */
const faithful = (url: () => string) => {
  const seen: number[] = [];
  let client: Client | undefined;
  let stopped = false;
  const listen = async (): Promise<void> => {
    while (!stopped) {
      await new Promise<void>((resolve) => {
        client = createClient({ url: url(), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${accessToken()}` } });
        client.subscribe({ query: EVENTS, variables: { after: String(seen.at(-1) ?? 0) } }, {
          next: ({ data }: any) => { seen.push(Number(data.plateEvents.cursor)); }, error: () => resolve(), complete: () => resolve() });
      });
      await client?.dispose();
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 30));
    }
  };
  const listening = listen();
  return { seen, stop: async () => { stopped = true; await client?.dispose(); await listening; } };
};

test('50 subscribers, each service restarted under load, the gateway too: every event once and in order, as in the table', async () => {
  let { url } = door;
  const all = Array.from({ length: 50 }, () => faithful(() => url));
  await waitFor('all to listen', async () => (await metricOf(federation, 'microplate_gateway_subscribers')) === 50);
  const load = setInterval(() => federation.log.add(Math.random() < 0.2 ? 'p2' : 'p1'), 5);
  try {
    for (const service of ['images', 'labware', 'auth', 'results'] as const) {
      federation.override[service] = async () => { throw new TypeError('fetch failed'); };
      if (service === 'results') federation.breakStreams();
      await new Promise((resolve) => setTimeout(resolve, 150));
      delete federation.override[service];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await door.close();
    await federation.gateway.dispose();
    await federation.gateway.start();
    door = await openDoor(federation);
    ({ url } = door);
    await new Promise((resolve) => setTimeout(resolve, 300));
  } finally {
    clearInterval(load);
  }
  const table = federation.log.events.filter(({ plateId }) => plateId === 'p1').map(({ cursor }) => Number(cursor));
  try {
    await waitFor('all to have all', () => all.every(({ seen }) => seen.at(-1) === table.at(-1)), 10_000);
    for (const { seen } of all) expect(seen).toEqual(table);
    expect(table.length).toBeGreaterThan(30);
  } finally {
    await Promise.all(all.map(({ stop }) => stop()));
  }
});
