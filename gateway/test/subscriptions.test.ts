import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';
import { metricOf, openDoor, type Door } from './socket-client.ts';

const EVENTS = 'subscription($after: String) { plateEvents(plateId: "p1", after: $after) { cursor kind plate { id label picture place owner { name } } } }';
const STATE = 'subscription { state { step } }';
let federation: Federation;
let door: Door;
beforeEach(async () => {
  federation = await createFederation({ settings: { SUBSCRIBER_QUEUE: '5', SUBSCRIPTION_RESUME_MS: '5000' } });
  door = await openDoor(federation);
});
afterEach(async () => {
  await door.close();
  await federation.dispose();
  expect(federation.counts.open).toBe(0);
});

const opened = (count: number) => waitFor(`${count} upstreams`, () => federation.counts.opened === count && federation.counts.open > 0);
const closed = () => waitFor('the upstream to end', () => federation.counts.open === 0);
const entityCalls = (service: string) => federation.calls.filter((call) => call.service === service && call.body?.query?.includes('_entities')).length;
const metric = (name: string) => metricOf(federation, name);

test('an event arrives with the entities of every subgraph', async () => {
  const one = door.subscribe(door.client(accessToken()), EVENTS);
  await opened(1);
  federation.log.add();
  const [result] = await one.reach(1);
  expect(result).toEqual({ data: { plateEvents: { cursor: '1', kind: 'READ', plate: { id: 'p1', label: 'plate p1', picture: 'picture of p1', place: 'place of p1', owner: { name: 'name u1' } } } } });
  expect([entityCalls('images'), entityCalls('labware'), entityCalls('auth')]).toEqual([1, 1, 1]);
});

test('50 listeners share one upstream and one execution, run as nobody of them', async () => {
  const clients = Array.from({ length: 50 }, (_, index) => door.client(accessToken({ sub: `7b1c9f4e-0000-4000-8000-0000000001${String(index).padStart(2, '0')}` })));
  const all = clients.map((client) => door.subscribe(client, EVENTS, { after: null }));
  await waitFor('all to listen', async () => (await metric('microplate_gateway_subscribers')) === 50);
  await opened(1);
  const written: string[] = [];
  const { stringify } = JSON;
  JSON.stringify = ((value: any, ...rest: []) => { if (value?.data?.plateEvents?.plate?.picture) written.push(value.data.plateEvents.cursor); return stringify(value, ...rest); }) as never;
  for (let i = 0; i < 3; i += 1) federation.log.add();
  try { for (const one of all) await one.reach(3); } finally { JSON.stringify = stringify; }
  expect(written).toEqual(['1', '2', '3']);
  for (const one of all) expect((await one.reach(3)).map(({ data }) => data.plateEvents.cursor)).toEqual(['1', '2', '3']);
  expect([federation.counts.opened, entityCalls('images'), entityCalls('labware')]).toEqual([1, 3, 3]);
  expect(await metric('microplate_gateway_upstreams')).toBe(1);
  expect(federation.seen[0]).toMatchObject({ username: null, sessionId: null, permissions: ['results:view'], labId: 'default' });
  expect(federation.seen[0].userId).not.toMatch(/^7b1c9f4e/);
  for (const one of all) one.stop();
  await closed();
  expect(await metric('microplate_gateway_upstreams')).toBe(0);
});

test('other permissions, another lab and other variables are not shared', async () => {
  const tokens = [accessToken(), accessToken({ permissions: ['results:view', 'capture:view'] }), accessToken({ lab: 'other' })];
  const all = tokens.map((token) => door.subscribe(door.client(token), EVENTS));
  door.subscribe(door.client(tokens[0]), EVENTS.replace('"p1"', '"p2"'));
  await opened(4);
  federation.log.add();
  for (const one of all) await one.reach(1);
});

test('what is personal runs as the person and is shared with nobody', async () => {
  const query = 'subscription { openEvents { by { email } } }';
  const people = ['7b1c9f4e-0000-4000-8000-00000000000a', '7b1c9f4e-0000-4000-8000-00000000000b'];
  const all = people.map((sub) => door.subscribe(door.client(accessToken({ sub })), query));
  await opened(2);
  federation.log.add();
  for (const one of all) expect((await one.reach(1))[0].data.openEvents.by.email).toBe('u1@lab');
  expect(federation.seen.map(({ userId }) => userId).sort()).toEqual(people);
});

test('who comes later to a state gets the present one at once', async () => {
  const first = door.subscribe(door.client(), STATE);
  await first.reach(1);
  federation.log.setState(7);
  await first.reach(2);
  const second = door.subscribe(door.client(), STATE);
  expect((await second.reach(1))[0].data.state.step).toBe(7);
  expect(federation.counts.opened).toBe(1);
  federation.log.setState(0); // the subgraph completes it
  await waitFor('both to complete', () => first.ended && second.ended);
  expect([first.ended, second.ended]).toEqual([{ error: null }, { error: null }]);
});

test('who starts at a cursor gets all since then, also while another already listens from there', async () => {
  for (let i = 0; i < 4; i += 1) federation.log.add();
  const first = door.subscribe(door.client(accessToken()), EVENTS, { after: '1' });
  await first.reach(3);
  const second = door.subscribe(door.client(accessToken()), EVENTS, { after: '1' });
  expect((await second.reach(3)).map(({ data }) => data.plateEvents.cursor)).toEqual(['2', '3', '4']);
});

test('when its subgraph is lost and comes back, each event is seen once, the cursor asked for or not', async () => {
  const one = door.subscribe(door.client(accessToken()), 'subscription { plateEvents(plateId: "p1") { key: cursor } }');
  const two = door.subscribe(door.client(accessToken()), 'subscription($a: String = "0") { plateEvents(plateId: "p1", after: $a) { plate { label } } }');
  await opened(2);
  for (let i = 0; i < 3; i += 1) federation.log.add();
  await Promise.all([one.reach(3), two.reach(3)]);
  for (let round = 0; round < 3; round += 1) {
    federation.override.results = async () => { throw new TypeError('fetch failed'); };
    federation.breakStreams();
    for (let i = 0; i < 4; i += 1) federation.log.add();
    await new Promise((resolve) => setTimeout(resolve, 120));
    delete federation.override.results;
    federation.log.add();
    await Promise.all([one.reach(3 + 5 * (round + 1)), two.reach(3 + 5 * (round + 1))]);
  }
  expect(one.results.map(({ data }) => Number(data.plateEvents.key))).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
  expect(two.results).toHaveLength(18);
  expect([one.ended, two.ended]).toEqual([null, null]);
});

test('without a cursor to resume by, a lost subgraph ends the subscription and says so', async () => {
  const state = door.subscribe(door.client(), STATE);
  const early = door.subscribe(door.client(accessToken()), EVENTS);
  await state.reach(1);
  await opened(2);
  federation.breakStreams();
  await waitFor('both to end', () => state.ended && early.ended);
  for (const { ended } of [state, early]) expect(ended?.error[0].extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', serviceName: 'results' });
});

test('a subgraph that is away from the start is told at once', async () => {
  federation.override.results = async () => { throw new TypeError('fetch failed'); };
  const one = door.subscribe(door.client(accessToken()), EVENTS);
  await waitFor('the end', () => one.ended);
  expect(one.ended?.error[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
});

test('a slow reader ends with SLOW_CONSUMER and the cursor to go on from; nobody else notices', async () => {
  const other = door.subscribe(door.client(accessToken()), EVENTS);
  const socket = door.raw();
  const messages: any[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await new Promise((resolve) => { socket.once('open', resolve); });
  socket.send(JSON.stringify({ type: 'connection_init', payload: { headers: { Authorization: `Bearer ${accessToken()}` } } }));
  await waitFor('the ack', () => messages.length === 1);
  // Bulky events fill the socket's buffers while it does not read.
  const bulky = 'subscription { plateEvents(plateId: "p1") { cursor plate { bulk } } }';
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: bulky } }));
  await opened(2);
  (socket as unknown as { _socket: { pause(): void; resume(): void } })._socket.pause();
  let added = 0;
  await waitFor('the slow one to be ended', async () => { for (let i = 0; i < 4; i += 1, added += 1) federation.log.add(); await other.reach(added); return (await metric('microplate_gateway_upstreams')) === 1; }, 15_000);
  (socket as unknown as { _socket: { resume(): void } })._socket.resume();
  await waitFor('the error', () => messages.some(({ type }) => type === 'error'));
  const cursors = messages.filter(({ type }) => type === 'next').map(({ payload }) => Number(payload.data.plateEvents.cursor));
  const { payload: [error] } = messages.find(({ type }) => type === 'error');
  expect(error.extensions).toMatchObject({ code: 'SLOW_CONSUMER', cursor: String(cursors.at(-1)) });
  expect(cursors).toEqual(Array.from({ length: cursors.length }, (_, index) => index + 1));
  expect(other.results).toHaveLength(added);
});

test('what the subgraph refuses or fails at arrives with its code, and nothing of its inside', async () => {
  const one = door.subscribe(door.client(accessToken()), 'subscription { failing { kind } }');
  await waitFor('an answer', () => one.results.length > 0 || one.ended);
  const text = JSON.stringify([one.results, one.ended?.error]);
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toContain('secret detail');
});

test('an entity that fails in an event is null with its error; the stream goes on', async () => {
  const one = door.subscribe(door.client(accessToken()), EVENTS);
  await opened(1);
  federation.override.images = async () => { throw new TypeError('fetch failed'); };
  federation.log.add();
  await one.reach(1);
  delete federation.override.images;
  federation.log.add();
  const [bad, good] = await one.reach(2);
  expect([bad.data.plateEvents.plate.picture, bad.data.plateEvents.plate.place, bad.errors?.[0].extensions?.code]).toEqual([null, 'place of p1', 'SERVICE_UNAVAILABLE']);
  expect(good.data.plateEvents.plate.picture).toBe('picture of p1');
});

test('a client that leaves, or vanishes, ends the upstream', async () => {
  const leaving = door.subscribe(door.client(accessToken()), EVENTS);
  await opened(1);
  leaving.stop();
  await closed();
  const vanishing = door.client(accessToken());
  door.subscribe(vanishing, EVENTS);
  await opened(2);
  vanishing.terminate();
  await closed();
});

test('dispose closes sockets with 1001 and ends the upstream', async () => {
  const socket = door.raw();
  const code = new Promise((resolve) => { socket.once('close', resolve); });
  await new Promise((resolve) => { socket.once('open', resolve); });
  door.subscribe(door.client(accessToken()), EVENTS);
  await opened(1);
  await federation.gateway.dispose();
  expect(await code).toBe(1001);
  await closed();
});
