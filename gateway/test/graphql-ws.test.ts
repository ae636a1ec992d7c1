import type WebSocket from 'ws';
import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';
import { openDoor, type Door } from './socket-client.ts';

let federation: Federation;
let door: Door;
beforeAll(async () => {
  federation = await createFederation({ settings: { MAX_BODY_BYTES: '20000', SUBSCRIPTIONS_PER_SOCKET: '2' } });
  door = await openDoor(federation);
});
afterAll(async () => { await door.close(); await federation.dispose(); });

const open = (socket: WebSocket) => new Promise((resolve) => { socket.once('open', resolve); });
const closeOf = (socket: WebSocket) => new Promise<string>((resolve) => { socket.once('close', (code, reason) => resolve(`${code} ${reason}`)); });
const INIT = { type: 'connection_init' };

const afterSending = async (...messages: unknown[]): Promise<string> => {
  const socket = door.raw();
  const closed = closeOf(socket);
  await open(socket);
  for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return closed;
};
const query = async (text: string, { token, variables }: { token?: string; variables?: Record<string, unknown> } = {}): Promise<any> => {
  const client = door.client(token);
  return new Promise((resolve) => { client.subscribe({ query: text, variables }, { next: resolve, error: (errors) => resolve({ errors }), complete: () => {} }); });
};

test.each([
  ['an expired token', () => [{ ...INIT, payload: { authorization: `Bearer ${accessToken({ exp: 1000 })}` } }], /^4403 TOKEN_EXPIRED/],
  ['a bad token in headers', () => [{ ...INIT, payload: { headers: { authorization: 'Bearer rubbish' } } }], /^4403 INVALID_TOKEN/],
  ['another scheme', () => [{ ...INIT, payload: { Authorization: 'Basic x' } }], /^4403 INVALID_TOKEN/],
  ['two inits', () => [INIT, INIT], /^4429/],
  ['a subscribe before the ack', () => [{ id: '1', type: 'subscribe', payload: { query: '{ public }' } }], /^4401/],
  ['no JSON', () => ['rubbish'], /^4400/],
  ['an unknown message', () => [{ type: 'start' }], /^4400/],
  ['30 kB where 20 are allowed', () => [{ ...INIT, payload: { a: 'x'.repeat(30_000) } }], /^1009/],
  ['variables that are text', () => [INIT, { id: '1', type: 'subscribe', payload: { query: '{ public }', variables: 'x' } }], /^44/],
])('%s closes with its code', async (_what, messages, reason) => {
  expect(await afterSending(...messages())).toMatch(reason);
});

test('the legacy protocol and another address are refused', async () => {
  const legacy = door.raw('graphql-ws');
  legacy.on('error', () => {});
  expect(await closeOf(legacy)).toMatch(/^(4406|1006)/);
  const response = await fetch(`${door.listening.url}/elsewhere`, { headers: { connection: 'upgrade', upgrade: 'websocket' } }).catch(() => null);
  expect(response?.status ?? 404).toBe(404);
});

test('two subscriptions of one id close with 4409', async () => {
  const subscribe = { id: '1', type: 'subscribe', payload: { query: 'subscription { state { step } }' } };
  const socket = door.raw();
  const closed = closeOf(socket);
  socket.on('message', (data) => { if (JSON.parse(String(data)).type === 'connection_ack') { socket.send(JSON.stringify(subscribe)); socket.send(JSON.stringify(subscribe)); } });
  await open(socket);
  socket.send(JSON.stringify(INIT));
  expect(await closed).toMatch(/^4409/);
});

test('a token that expires while the socket is open closes it with 4403', async () => {
  const socket = door.raw();
  const closed = closeOf(socket);
  await open(socket);
  const start = Date.now();
  socket.send(JSON.stringify({ ...INIT, payload: { authorization: `Bearer ${accessToken({ exp: Math.ceil(Date.now() / 1000) + 1 })}` } }));
  expect(await closed).toMatch(/^4403 TOKEN_EXPIRED/);
  expect(Date.now() - start).toBeGreaterThan(500);
});

test('queries and mutations work here too, with the same identity and errors', async () => {
  expect(await query('{ public __typename }')).toMatchObject({ data: { public: 'open', __typename: 'Query' } });
  expect(await query('mutation { note(text: "a") }')).toMatchObject({ data: { note: 'a' } });
  expect((await query('{ me { name } }', { token: accessToken() })).data).toEqual({ me: { name: 'ada' } });
  expect((await query('{ __schema { queryType { name } } }')).data.__schema.queryType.name).toBe('Query');
});

test.each([
  ['signed out', '{ me { id } }', undefined, 'UNAUTHENTICATED'],
  ['without the permission', 'subscription { plateEvents(plateId: "p1") { kind } }', () => accessToken({ permissions: [] }), 'FORBIDDEN'],
  ['too deep', `{ plate(id: "p") ${'{ parent '.repeat(30)}{ id }${' }'.repeat(30)} }`, undefined, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['a syntax error', '{ public', undefined, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', 'subscription { nothing }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
  ['a variable at a subscription\'s root', 'subscription($a: Boolean = true) { state @include(if: $a) { step } }', undefined, 'GRAPHQL_VALIDATION_FAILED'],
  ['a missing variable', 'subscription($id: ID!) { plateEvents(plateId: $id) { kind } }', () => accessToken(), 'BAD_USER_INPUT'],
  ['two operations', 'query A { public } query B { public }', undefined, 'OPERATION_RESOLUTION_FAILURE'],
])('%s: an error for this operation, the socket stays', async (_what, text, token, code) => {
  const answer = await query(text, { token: token?.() });
  expect(answer.errors[0].extensions.code).toBe(code);
});

test('a socket may have so many operations at once and no more', async () => {
  const client = door.client();
  const all = ['a', 'b', 'c'].map((alias) => door.subscribe(client, `subscription { ${alias}: state { step } }`));
  await all[0].reach(1);
  await waitFor('the third to be refused', () => all[2].ended);
  expect(all[2].ended?.error[0].extensions.code).toBe('GRAPHQL_LIMIT_EXCEEDED');
  expect([all[0].ended, all[1].ended]).toEqual([null, null]);
});

test('GraphiQL\'s own fetcher queries, subscribes with its headers and unsubscribes', async () => {
  const { createFetcher } = await import('../src/transport/graphiql-fetcher.ts');
  const here = globalThis as { location?: unknown };
  here.location = { href: door.listening.url };
  const fetcher = createFetcher('/graphql');
  const headers = { authorization: `Bearer ${accessToken()}` };
  expect(await fetcher({ query: '# subscription\n{ me { name } }' }, { headers })).toMatchObject({ data: { me: { name: 'ada' } } });
  const seen: any[] = [];
  const stream = fetcher({ query: 'query A { public } subscription B { plateEvents(plateId: "p1") { cursor } }', operationName: 'B' }, { headers }) as any;
  const { unsubscribe } = stream.subscribe({ next: (value: unknown) => seen.push(value), error: (error: unknown) => seen.push(error), complete: () => {} });
  await waitFor('the upstream', () => federation.seen.length > 0);
  federation.log.add();
  await waitFor('an event', () => seen.length > 0);
  expect(seen[0].data.plateEvents.cursor).toBe(String(federation.log.events.length));
  unsubscribe();
  delete here.location;
});
