import { accessToken, createFederation, type Federation } from './federation.ts';
import { waitFor } from '@microplate/platform/testing';
import { openDoor, type Door } from './socket-client.ts';

let federation: Federation;
let door: Door;
beforeAll(async () => {
  federation = await createFederation({ settings: { MAX_COST: '100', BUDGET: '150', MAX_LIST_SIZE: '500' } });
  door = await openDoor(federation);
});
afterAll(async () => { await door.close(); await federation.dispose(); });

const PLATES = 'query($n: Int) { plates(first: $n) { id } }';
let people = 0;
/** Each test spends its own person's budget. */
const person = () => accessToken({ sub: `7b1c9f4e-0000-4000-8000-${String(people += 1).padStart(12, '0')}` });

test('the answer says what was estimated, what it did cost and what is left', async () => {
  const token = person();
  const first = await federation.post('query($n: Int, $none: ID!) { plates(first: $n) { id } plate(id: $none) { id } }', { token, variables: { n: 20, none: 'none' } });
  expect(first.extensions).toEqual({ cost: { estimated: 21, actual: 20, remaining: 130, limit: 150 } });
  const second = await federation.post('{ public }', { token });
  expect(second.extensions!.cost).toMatchObject({ estimated: 0, actual: 0 });
});

test('over MAX_COST nothing is fetched, by a variable too, and the error says how much', async () => {
  federation.calls.length = 0;
  for (const [query, variables] of [['{ plates(first: 101) { id } }', {}], [PLATES, { n: 101 }], ['{ a: plates(first: 60) { id } b: plates(first: 41) { id } }', {}]] as const) {
    const { status, errors } = await federation.post(query, { token: person(), variables });
    expect([status, errors![0].extensions]).toEqual([400, { code: 'GRAPHQL_LIMIT_EXCEEDED', limit: 100, what: 'cost', cost: { estimated: 101, limit: 100 } }]);
  }
  expect(federation.calls.filter(({ path }) => path === '/graphql')).toEqual([]);
  expect((await federation.post(PLATES, { token: person(), variables: { n: 100 } })).status).toBe(200);
});

test('a list that is too long is refused before its cost', async () => {
  for (const [query, variables] of [['{ plates(first: 501) { id } }', {}], [PLATES, { n: 1_000_000 }]] as const) {
    const { status, errors } = await federation.post(query, { token: person(), variables });
    expect([status, errors![0].extensions]).toEqual([400, { code: 'GRAPHQL_LIMIT_EXCEEDED', limit: 500, what: 'items in a list' }]);
  }
});

test('a budget that is spent answers 429 and when to come again; another person\'s is whole', async () => {
  const token = person();
  expect((await federation.post(PLATES, { token, variables: { n: 100 } })).extensions!.cost.remaining).toBe(50);
  const { status, errors, headers } = await federation.post(PLATES, { token, variables: { n: 90 } });
  expect([status, errors![0].extensions.code, errors![0].extensions.cost]).toEqual([429, 'RATE_LIMITED', { estimated: 90, remaining: 50, limit: 150 }]);
  expect(headers.get('retry-after')).toBe(String(errors![0].extensions.retryAfterSeconds));
  expect(Number(headers.get('retry-after'))).toBe(16); // 40 at 2.5 a second
  expect((await federation.post(PLATES, { token: person(), variables: { n: 90 } })).status).toBe(200);
});

test('nobody\'s budget is their address\'s', async () => {
  const spend = (address: string) => federation.gateway.fetch(new Request('http://gateway.test/graphql', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'mutation { login(login: "a") }' }) }), { address }).then(async (response) => (await response.json()).extensions.cost.remaining);
  expect([await spend('198.51.100.1'), await spend('198.51.100.1'), await spend('198.51.100.2'), await spend('2001:db8::1'), await spend('2001:db8::ffff')]).toEqual([140, 130, 140, 140, 130]);
});

test('sockets spend the same budget, and are told the same', async () => {
  const token = person();
  const client = door.client(token);
  const once = (variables: object) => new Promise<any>((resolve) => { client.subscribe({ query: PLATES, variables: variables as never }, { next: resolve, error: resolve, complete: () => {} }); });
  expect((await once({ n: 100 })).extensions.cost).toMatchObject({ estimated: 100, actual: 100, remaining: 50 });
  expect((await once({ n: 90 }))[0].extensions.code).toBe('RATE_LIMITED');
  expect((await once({ n: 101 }))[0].extensions.code).toBe('GRAPHQL_LIMIT_EXCEEDED');
  expect((await federation.post(PLATES, { token, variables: { n: 90 } })).status).toBe(429);
});

test('a subscription pays when it begins; its events are not told of it', async () => {
  const token = person();
  const subscriber = door.subscribe(door.client(token), 'subscription { plateEvents(plateId: "p1") { cursor plate { id } } }');
  await waitFor('the subscription', () => federation.counts.open > 0);
  federation.log.add();
  const [event] = await subscriber.reach(1);
  expect(event.extensions).toBeUndefined();
  expect((await federation.post('{ public }', { token })).extensions!.cost.remaining).toBe(148);
  subscriber.stop();
});
