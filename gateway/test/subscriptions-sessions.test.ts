import type WebSocket from 'ws';
import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';
import { metricOf, openDoor, type Door } from './socket-client.ts';

const EVENTS = 'subscription($after: String) { plateEvents(plateId: "p1", after: $after) { cursor } }';
const ADA = '7b1c9f4e-0000-4000-8000-000000000001';
let federation: Federation;
let door: Door;
beforeEach(async () => {
  federation = await createFederation({ settings: { SUBSCRIPTIONS_PER_USER: '3' } });
  door = await openDoor(federation);
});
afterEach(async () => {
  await door.close();
  await federation.dispose();
  expect(federation.counts.open).toBe(0);
});

const seconds = (ahead: number) => Math.ceil(Date.now() / 1000) + ahead;
const opened = (count: number) => waitFor(`${count} upstreams`, () => federation.counts.opened === count && federation.counts.open > 0);

/** A socket that speaks the protocol by hand, already greeted with `token`. */
const connect = async (token?: string) => {
  const socket: WebSocket = door.raw();
  const client = { socket, messages: [] as any[], closed: null as string | null };
  socket.on('message', (data) => client.messages.push(JSON.parse(String(data))));
  socket.once('close', (code, reason) => { client.closed = `${code} ${reason}`; });
  await new Promise((resolve) => { socket.once('open', resolve); });
  const send = (message: object) => socket.send(JSON.stringify(message));
  const received = async (type: string, count = 1) => {
    await waitFor(type, () => client.messages.filter((message) => message.type === type).length >= count || client.closed);
    return client.messages.filter((message) => message.type === type).map(({ payload }) => payload);
  };
  send({ type: 'connection_init', ...(token ? { payload: { authorization: `Bearer ${token}` } } : {}) });
  await received('connection_ack');
  return Object.assign(client, {
    send, received,
    renew: (next: string) => send({ type: 'ping', payload: { authorization: `Bearer ${next}` } }),
    subscribe: (query: string, id = '1') => send({ id, type: 'subscribe', payload: { query } }),
    isClosed: async () => { await waitFor('the close', () => client.closed, 6000); return client.closed!; },
  });
};

test('a token renewed in band outlives the first one, with its subscription', async () => {
  const client = await connect(accessToken({ exp: seconds(2) }));
  client.subscribe(EVENTS);
  await opened(1);
  const exp = seconds(60);
  client.renew(accessToken({ exp }));
  expect(await client.received('pong')).toEqual([{ renewedUntil: new Date(exp * 1000).toISOString() }]);
  await new Promise((resolve) => setTimeout(resolve, 3200));
  federation.log.add();
  expect(await client.received('next')).toEqual([{ data: { plateEvents: { cursor: '1' } } }]);
  expect([client.closed, federation.counts.opened]).toEqual([null, 1]);
});

test('a ping that renews nothing is answered as the protocol says', async () => {
  const client = await connect(accessToken());
  client.send({ type: 'ping' });
  client.send({ type: 'ping', payload: { a: 1 } });
  expect(await client.received('pong', 2)).toEqual([undefined, { a: 1 }]);
});

test.each([
  ['somebody else\'s', () => accessToken({ sub: '7b1c9f4e-0000-4000-8000-000000000002' }), /^4403 INVALID_TOKEN/],
  ['another lab\'s', () => accessToken({ lab: 'other' }), /^4403 INVALID_TOKEN/],
  ['an expired', () => accessToken({ exp: 1000 }), /^4403 TOKEN_EXPIRED/],
  ['a forged', () => 'rubbish', /^4403 INVALID_TOKEN/],
])('%s token closes instead of renewing', async (_what, token, reason) => {
  const client = await connect(accessToken());
  client.renew(token());
  expect(await client.isClosed()).toMatch(reason);
});

test('who has not signed in can\'t become somebody on an open socket', async () => {
  const client = await connect();
  client.renew(accessToken());
  expect(await client.isClosed()).toMatch(/^4403/);
});

test('permissions are looked at for each event: fewer after a renewal end what needs them, and nothing of it is given out', async () => {
  const other = await connect(accessToken());
  const client = await connect(accessToken());
  other.subscribe(EVENTS);
  client.subscribe(EVENTS);
  client.subscribe('subscription { state { step } }', '2');
  await opened(2);
  federation.log.add();
  await client.received('next', 2);
  client.renew(accessToken({ permissions: [] }));
  await client.received('error', 2);
  const errors = client.messages.filter(({ type }) => type === 'error');
  // `state` needs no permission, but ran as those who have more: it might show what this one may no longer see.
  expect(errors.map(({ id, payload: [error] }) => [id, error.extensions.code, error.extensions.cursor])).toEqual([['1', 'FORBIDDEN', '1'], ['2', 'FORBIDDEN', undefined]]);
  federation.log.add();
  await other.received('next', 2);
  expect(client.messages.filter(({ type }) => type === 'next')).toHaveLength(2);
  client.subscribe(EVENTS, '3');
  await client.received('error', 3);
  client.subscribe('subscription { state { step } }', '4');
  await client.received('next', 3);
  expect(client.closed).toBeNull();
});

test('more permissions after a renewal change nothing of what runs', async () => {
  const client = await connect(accessToken());
  client.subscribe(EVENTS);
  await opened(1);
  client.renew(accessToken({ permissions: ['results:view', 'tubes:view'] }));
  await client.received('pong');
  federation.log.add();
  expect(await client.received('next')).toHaveLength(1);
});

test('the first subscriber\'s session neither ends nor feeds the others', async () => {
  const first = await connect(accessToken({ sub: ADA, sid: 'first', exp: seconds(60) }));
  first.subscribe(EVENTS);
  await opened(1);
  const others = await Promise.all([2, 3].map(async (one) => {
    const client = await connect(accessToken({ sub: `7b1c9f4e-0000-4000-8000-00000000000${one}`, sid: `s${one}` }));
    client.subscribe(EVENTS);
    return client;
  }));
  await waitFor('all to listen', async () => (await metricOf(federation, 'microplate_gateway_subscribers')) === 3);
  federation.log.add();
  await Promise.all([first, ...others].map((client) => client.received('next', 1)));
  federation.access.add('session.revoked', { sessionId: 'first', userId: ADA });
  expect(await first.isClosed()).toMatch(/^4403 INVALID_TOKEN/);
  federation.log.add();
  for (const client of others) expect((await client.received('next', 2)).map(({ data }) => data.plateEvents.cursor)).toEqual(['1', '2']);
  expect(federation.counts.opened).toBe(1);
});

const who = async (token: string) => {
  const { status, errors, data } = await federation.post('{ plate(id: "p1") { id } }', { token });
  return [status, errors?.[0].extensions.code ?? data.plate.id];
};

test('a session that auth ends is over within moments: on its socket, its stream and its requests, and on no other', async () => {
  const [gone, kept] = [accessToken({ sid: 'gone' }), accessToken({ sid: 'kept' })];
  expect([await who(gone), await who(kept)]).toEqual([[200, 'p1'], [200, 'p1']]);
  const socket = await connect(gone);
  socket.subscribe(EVENTS);
  await opened(1);
  const streams = await Promise.all([gone, kept].map((token) => fetch(`${door.listening.url}/graphql`, {
    method: 'POST', body: JSON.stringify({ query: EVENTS }), headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` } })));
  const start = Date.now();
  federation.access.add('session.revoked', { sessionId: 'gone', userId: ADA });
  expect(await streams[0].text()).toContain('"code":"INVALID_TOKEN"');
  expect(await socket.isClosed()).toMatch(/^4403 INVALID_TOKEN/);
  expect(Date.now() - start).toBeLessThan(5000);
  federation.log.add();
  expect([await who(gone), await who(kept)]).toEqual([[401, 'INVALID_TOKEN'], [200, 'p1']]);
  await streams[1].body!.cancel();
});

test('a role that auth takes ends what needed it, while the token lives on with less; a token of later is whole', async () => {
  const token = accessToken({ roles: ['operator', 'viewer'] });
  const client = await connect(token);
  client.subscribe(EVENTS);
  await opened(1);
  federation.access.add('access.taken', { userId: ADA, roles: ['viewer'], permissions: [] });
  expect((await client.received('error'))[0][0].extensions.code).toBe('FORBIDDEN');
  expect([await who(token), client.closed]).toEqual([[403, 'FORBIDDEN'], null]);
  expect(await who(accessToken({ iat: seconds(30) }))).toEqual([200, 'p1']);
  expect(await who(accessToken({ sub: '7b1c9f4e-0000-4000-8000-000000000002' }))).toEqual([200, 'p1']);
});

test('while auth is away what is known goes on, and it is caught up with when it is back', async () => {
  const token = accessToken({ sid: 'late' });
  const client = await connect(token);
  client.subscribe(EVENTS);
  await opened(1);
  federation.override.auth = async () => { throw new TypeError('fetch failed'); };
  federation.access.add('another', {}); // ends the poll that waits
  await waitFor('the warning', () => federation.logs.some(({ message }) => String(message).startsWith('auth does not tell')));
  federation.access.add('session.revoked', { sessionId: 'late', userId: ADA });
  federation.log.add();
  await client.received('next');
  expect((await who(token))[0]).toBe(200);
  delete federation.override.auth;
  expect(await client.isClosed()).toMatch(/^4403 INVALID_TOKEN/);
});

test('a person may have so many subscriptions over all sockets, and others theirs', async () => {
  const two = await Promise.all([connect(accessToken()), connect(accessToken())]);
  for (const [index, client] of two.entries()) for (const id of ['a', 'b']) client.subscribe(`subscription { ${id}${index}: plateEvents(plateId: "p1") { cursor } }`, id);
  await waitFor('the fourth to be refused', () => two.some(({ messages }) => messages.some(({ type }) => type === 'error')));
  const errors = two.flatMap(({ messages }) => messages.filter(({ type }) => type === 'error'));
  expect(errors.map(({ payload: [error] }) => error.extensions)).toEqual([{ code: 'GRAPHQL_LIMIT_EXCEEDED', limit: 3 }]);
  const other = await connect(accessToken({ sub: '7b1c9f4e-0000-4000-8000-000000000002' }));
  other.subscribe(EVENTS);
  await opened(4);
});
