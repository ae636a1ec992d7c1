import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { createClient } from 'graphql-sse';
import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';
import { metricOf, openDoor, type Door } from './socket-client.ts';

const EVENTS = 'subscription($after: String) { plateEvents(plateId: "p1", after: $after) { cursor kind plate { id label picture place owner { name } } } }';
const CURSORS = 'subscription($after: String) { plateEvents(plateId: "p1", after: $after) { cursor } }';
const BULKY = 'subscription { plateEvents(plateId: "p1") { cursor plate { bulk } } }';
const SSE = 'text/event-stream';
const MULTIPART = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json';
let federation: Federation;
let door: Door;
beforeEach(async () => {
  federation = await createFederation({ settings: { SUBSCRIBER_QUEUE: '5', SUBSCRIPTIONS_PER_USER: '3' } });
  door = await openDoor(federation);
});
afterEach(async () => {
  await door.close();
  await federation.dispose();
  expect(federation.counts.open).toBe(0);
});

const subscribers = () => metricOf(federation, 'microplate_gateway_subscribers');
const opened = (count: number) => waitFor(`${count} upstreams`, () => federation.counts.opened === count && federation.counts.open > 0);

/** A subscription as plain bytes; `read` waits until its text matches. */
const open = async (accept: string, query: string, { token = accessToken(), variables = {}, headers = {}, get = false }: { token?: string; variables?: object; headers?: Record<string, string>; get?: boolean } = {}) => {
  const leaving = new AbortController();
  const address = `${door.listening.url}/graphql${get ? `?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify(variables))}` : ''}`;
  const response = await fetch(address, {
    method: get ? 'GET' : 'POST', signal: leaving.signal, ...(get ? {} : { body: JSON.stringify({ query, variables }) }),
    headers: { 'content-type': 'application/json', accept, ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
  });
  const stream = { response, text: '', ended: false, leave: () => leaving.abort() };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const pump = async () => {
    for (let step = await reader.read(); !step.done; step = await reader.read()) stream.text += step.value;
    stream.ended = true;
  };
  let reading: Promise<void> | null = null;
  return Object.assign(stream, {
    /** Begins to read; until then the client is a slow one. */
    start: () => { reading ??= pump().catch(() => { stream.ended = true; }); },
    read: async (what: RegExp) => { reading ??= pump().catch(() => { stream.ended = true; }); await waitFor(String(what), () => what.test(stream.text), 10_000); return stream; },
  });
};
/** The results in a stream of either kind. */
const resultsIn = (text: string): any[] => (text.includes('--graphql')
  ? text.split('\r\n--graphql').filter((part) => part.includes('{')).map((part) => JSON.parse(part.slice(part.indexOf('{')))).filter((part) => 'payload' in part).map(({ payload, errors }) => payload ?? { errors })
  : [...text.matchAll(/^event: next\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data)));
const cursorsIn = (text: string) => resultsIn(text).filter(({ data }) => data).map(({ data }) => Number(data.plateEvents.cursor));

test('a graphql-sse client gets events with the entities of every subgraph, and shares the stream of sockets', async () => {
  const socket = door.subscribe(door.client(accessToken()), EVENTS);
  await opened(1);
  const client = createClient({ url: `${door.listening.url}/graphql`, headers: { authorization: `Bearer ${accessToken()}` }, retryAttempts: 0 });
  const seen: any[] = [];
  const leave = client.subscribe({ query: EVENTS }, { next: (value) => seen.push(value), error: (error) => seen.push(error), complete: () => {} });
  await waitFor('both to listen', async () => (await subscribers()) === 2);
  federation.log.add();
  await waitFor('the event', () => seen.length === 1);
  expect(seen).toEqual(await socket.reach(1));
  expect(seen[0]).toEqual({ data: { plateEvents: { cursor: '1', kind: 'READ', plate: { id: 'p1', label: 'plate p1', picture: 'picture of p1', place: 'place of p1', owner: { name: 'name u1' } } } } });
  expect([federation.counts.opened, federation.calls.filter(({ service, path }) => service === 'images' && path === '/graphql').length]).toEqual([1, 1]);
  leave();
  socket.stop();
  await waitFor('the upstream to end', () => federation.counts.open === 0);
});

test('Apollo Client gets them over multipart HTTP, and its end ends the upstream', async () => {
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: `${door.listening.url}/graphql`, headers: { authorization: `Bearer ${accessToken()}` } }) });
  const seen: any[] = [];
  const subscription = client.subscribe({ query: gql(EVENTS) }).subscribe({ next: (value) => seen.push(value), error: (error) => seen.push(error) });
  await opened(1);
  for (let i = 0; i < 3; i += 1) federation.log.add();
  await waitFor('the events', () => seen.length === 3);
  expect(seen.map(({ data }) => [data.plateEvents.cursor, data.plateEvents.plate.owner.name])).toEqual([['1', 'name u1'], ['2', 'name u1'], ['3', 'name u1']]);
  subscription.unsubscribe();
  client.stop();
  await waitFor('the upstream to end', () => federation.counts.open === 0);
});

test('each kind is framed as its protocol says', async () => {
  const sse = await open(SSE, CURSORS);
  const multipart = await open(MULTIPART, CURSORS);
  expect([sse, multipart].map(({ response }) => [response.status, response.headers.get('content-type')])).toEqual([[200, 'text/event-stream; charset=utf-8'], [200, 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0']]);
  federation.log.add();
  const data = '{"data":{"plateEvents":{"cursor":"1"}}}';
  expect((await sse.read(/data/)).text).toBe(`:\n\nid: 1\nevent: next\ndata: ${data}\n\n`);
  expect((await multipart.read(/payload.*--graphql/s)).text).toBe(`\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{"payload":${data}}\r\n--graphql`);
  sse.leave();
  multipart.leave();
  const state = await open(MULTIPART, 'subscription { state { step } }', { token: '' });
  await state.read(/step/);
  federation.log.setState(0);
  await waitFor('its end', () => state.ended);
  expect(state.text).toMatch(/\r\n--graphql--\r\n$/);
});

test('an EventSource that comes back goes on after the last event it saw, also when it asks by GET', async () => {
  for (let i = 0; i < 4; i += 1) federation.log.add();
  const back = await open(SSE, CURSORS, { headers: { 'last-event-id': '2' }, get: true, variables: { after: '1' } });
  await back.read(/id: 4/);
  expect(cursorsIn(back.text)).toEqual([3, 4]);
  back.leave();
});

test.each([['SSE', SSE], ['multipart', MULTIPART]])('over %s what is refused is refused with its status, before anything is streamed', async (_what, accept) => {
  const refused = async (query: string, token?: string) => {
    const stream = await open(accept, query, { token });
    stream.start();
    await waitFor('its end', () => stream.ended);
    return [stream.response.status, (JSON.parse(stream.text) as any).errors[0].extensions.code];
  };
  expect(await refused(CURSORS, 'rubbish')).toEqual([401, 'INVALID_TOKEN']);
  expect(await refused(CURSORS, accessToken({ exp: 1000 }))).toEqual([401, 'TOKEN_EXPIRED']);
  expect(await refused(CURSORS, accessToken({ permissions: [] }))).toEqual([403, 'FORBIDDEN']);
  const three = await Promise.all([1, 2, 3].map(() => open(accept, CURSORS)));
  expect(await refused(CURSORS, accessToken())).toEqual([400, 'GRAPHQL_LIMIT_EXCEEDED']);
  three[0].leave();
  await waitFor('the place to be free', async () => (await subscribers()) === 2);
  const again = await open(accept, CURSORS);
  expect(again.response.status).toBe(200);
  for (const stream of [...three, again]) stream.leave();
  await waitFor('all to have left', async () => (await subscribers()) === 0);
});

test('over SSE and multipart a token\'s end ends the stream with its code and the cursor to go on from', async () => {
  const token = accessToken({ exp: Math.ceil(Date.now() / 1000) + 2 });
  const streams = await Promise.all([SSE, MULTIPART].map((accept) => open(accept, CURSORS, { token })));
  federation.log.add();
  for (const stream of streams) await stream.read(/cursor/);
  await waitFor('the ends', () => streams.every(({ ended }) => ended), 8000);
  for (const { text } of streams) expect(resultsIn(text).at(-1).errors[0].extensions).toMatchObject({ code: 'TOKEN_EXPIRED', cursor: '1' });
});

test.each([['SSE', SSE], ['multipart', MULTIPART]])('over %s a slow reader ends with SLOW_CONSUMER and its cursor, and holds no more than its queue', async (_what, accept) => {
  const other = door.subscribe(door.client(accessToken()), CURSORS);
  await opened(1);
  const slow = await open(accept, BULKY);
  await opened(2);
  let added = 0;
  await waitFor('the slow one to be ended', async () => {
    for (let i = 0; i < 4; i += 1, added += 1) federation.log.add();
    await other.reach(added);
    return (await metricOf(federation, 'microplate_gateway_upstreams')) === 1;
  }, 15_000);
  slow.start();
  await waitFor('its end', () => slow.ended);
  const seen = cursorsIn(slow.text);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_item, index) => index + 1));
  expect(resultsIn(slow.text).at(-1).errors[0].extensions).toMatchObject({ code: 'SLOW_CONSUMER', cursor: String(seen.at(-1)) });
  expect(other.results).toHaveLength(added);
});

test.each([['SSE', SSE], ['multipart', MULTIPART]])('when the gateway stops, a stream over %s ends with a code and the cursor, not in peace', async (_what, accept) => {
  const stream = await open(accept, CURSORS);
  federation.log.add();
  await stream.read(/cursor/);
  await door.detach();
  await waitFor('the end', () => stream.ended);
  expect(resultsIn(stream.text).at(-1).errors[0].extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', cursor: '1' });
});

test('a client that takes streams alone has its queries answered in one', async () => {
  const stream = await open(SSE, '{ public }', { token: '' });
  await stream.read(/complete/);
  expect(stream.text).toMatch(/^:\n\nevent: next\ndata: \{"data":\{"public":"open"\}.*\}\n\nevent: complete\ndata:\n\n$/);
});
