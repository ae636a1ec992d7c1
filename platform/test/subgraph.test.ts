import { randomUUID } from 'node:crypto';
import { CursorExpired, EVENT_LOG_SQL, createPostgresWakeups, appendEvent, boundsOf, followEvents, pruneEvents } from '@microplate/platform/events';
import { openDatabase, type Database } from '@microplate/platform/database';
import { silentLogger } from '@microplate/platform/logging';
import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { createMetrics } from '@microplate/platform/telemetry';
import { callerOf, createTestDatabase, testIdentity } from '@microplate/platform/testing';
import { CodedError } from '@microplate/platform/errors';
import { Migration } from '@mikro-orm/migrations';
import { signContext } from '@microplate/platform/identity';

class Initial extends Migration {
  override up() { for (const sql of EVENT_LOG_SQL) this.addSql(sql); }
}

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes"])
  type Query { open: String  secret: String @authenticated  things: [Thing!]! @requiresScopes(scopes: [["things:view"], ["root", "all"]])  broken: String  refused: String }
  type Thing @key(fields: "id") @requiresScopes(scopes: [["things:view"]]) { id: ID! name: String }
  type Subscription { ticks: Int @requiresScopes(scopes: [["things:view"]]) flood: String gap: Int broken: Int }`;

const key = randomUUID() + randomUUID();
let database: Database;
let subgraph: Subgraph;
let lookups = 0;
let made = 0;

beforeAll(async () => {
  const { url } = await createTestDatabase();
  const logger = silentLogger();
  const wakeups = createPostgresWakeups({ url, logger });
  database = await openDatabase({ url, migrations: [{ name: '0001', class: Initial }] });
  subgraph = createSubgraph({
    name: 'things', typeDefs, callers: { gateway: key }, metrics: createMetrics('things'), logger,
    createContext: (base) => base,
    ready: () => database.ping(),
    start: async () => { await database.migrate(); await wakeups.start(); },
    dispose: async () => { await wakeups.dispose(); await database.dispose(); },
    resolvers: {
      Query: {
        open: () => 'open', secret: () => 'secret', things: () => [{ id: '1', name: 'one' }],
        broken: () => { throw new Error('password=hunter2'); },
        refused: () => { throw new CodedError('CONFLICT', 'No.', { field: 'x' }); },
      },
      Thing: { __resolveReference: (reference: { id: string }) => { lookups += 1; return { id: reference.id, name: `thing ${reference.id}` }; } },
      Subscription: {
        ticks: { subscribe: async function* () { for (let i = 0; i < 3; i += 1) yield { ticks: i }; } },
        flood: { subscribe: async function* () { for (;;) { made += 1; yield { flood: 'x'.repeat(10_000) }; } } },
        gap: { subscribe: async function* () { yield { gap: 1 }; throw new CodedError('CURSOR_EXPIRED', 'Gone.', { oldestCursor: 'c' }); } },
        broken: { subscribe: async function* () { yield { broken: 1 }; throw new Error('password=hunter2'); } },
      },
    },
  });
  await subgraph.start();
});
afterAll(() => subgraph.dispose());

const caller = () => callerOf(subgraph, { key });
const viewer = testIdentity({ permissions: ['things:view'] });

test('refuses a caller without the signed context, forged, for another service or another request', async () => {
  const body = JSON.stringify({ query: '{ open }' });
  const post = (headers: Record<string, string>) => subgraph.fetch(new Request('http://x/graphql', { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-user-id': 'root', ...headers } }));
  const token = (audience: string, signingKey: string, bound: string) => ({ 'x-microplate-context': signContext(testIdentity(), audience, signingKey, bound) });
  expect((await post({})).status).toBe(401);
  expect((await post(token('things', 'x'.repeat(40), body))).status).toBe(401);
  expect((await post(token('others', key, body))).status).toBe(401);
  expect((await post(token('things', key, '{"query":"{ secret }"}'))).status).toBe(401);
  expect((await post(token('things', key, body))).status).toBe(200);
});

test('checks permissions on fields, types and entities, before the look-up', async () => {
  const entity = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { name } } }';
  const r = [{ __typename: 'Thing', id: '7' }];
  expect((await caller().query(entity, { r }, viewer)).data._entities).toEqual([{ name: 'thing 7' }]);
  const before = lookups;
  const denied = await caller().query(entity, { r }, testIdentity());
  expect(denied.errors?.[0].extensions.code).toBe('FORBIDDEN');
  expect(lookups).toBe(before);
  expect((await caller().query('{ secret }', {}, testIdentity({ userId: null }))).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await caller().query('{ things { name } }', {}, viewer)).data).toEqual({ things: [{ name: 'one' }] });
  expect((await caller().query('{ things { name } }')).errors?.[0].extensions.code).toBe('FORBIDDEN');
});

test('masks what nobody foresaw and keeps coded errors', async () => {
  const { errors } = await caller().query('{ broken refused }');
  expect(errors?.map((error) => error.extensions)).toEqual([{ code: 'INTERNAL_SERVER_ERROR' }, { code: 'CONFLICT', field: 'x' }]);
  expect(JSON.stringify(errors)).not.toContain('hunter2');
});

test('streams subscriptions to those who may listen', async () => {
  const seen: number[] = [];
  for await (const { data } of caller().subscribe<{ ticks: number }>('subscription { ticks }', {}, viewer)) seen.push(data!.ticks);
  expect(seen).toEqual([0, 1, 2]);
  const [first] = await Array.fromAsync(caller().subscribe('subscription { ticks }')) as any[];
  expect(first.errors[0].extensions.code).toBe('FORBIDDEN');
});

const open = (query: string) => caller().request({ method: 'POST', path: '/graphql', identity: viewer, body: JSON.stringify({ query }), headers: { 'content-type': 'application/json', accept: 'text/event-stream' } });

test('a stream makes no more than its reader takes', async () => {
  made = 0;
  const reader = (await open('subscription { flood }')).body!.getReader();
  for (let i = 0; i < 3; i += 1) await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(made).toBeLessThan(6);
  await reader.cancel();
});

test('a coded failure on the way is told and ends the stream; any other breaks it off and tells nothing of itself', async () => {
  const gap = await (await open('subscription { gap }')).text();
  expect(gap).toContain('"code":"CURSOR_EXPIRED"');
  expect(gap).toMatch(/event: complete\ndata:\n\n$/);
  const broken = (await open('subscription { broken }')).body!.pipeThrough(new TextDecoderStream());
  let text = '';
  await expect((async () => { for await (const part of broken as unknown as AsyncIterable<string>) text += part; })()).rejects.toThrow();
  expect(text).toContain('{"data":{"broken":1}}');
  expect(text).not.toContain('hunter2');
});

test('answers health, readiness and metrics, and 404 in the same shape', async () => {
  const get = (path: string) => subgraph.fetch(new Request(`http://x${path}`));
  expect((await get('/health')).status).toBe(200);
  expect((await get('/ready')).status).toBe(200);
  expect(await (await get('/metrics')).text()).toContain('microplate_graphql_operation_seconds');
  expect(await (await get('/nothing')).json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
});

test('a migration runs twice without harm', async () => {
  await expect(database.migrate()).resolves.toBeUndefined();
});

test('followers miss no event of concurrent writers and see none twice', async () => {
  const wakeups = createPostgresWakeups({ url: database.url, logger: silentLogger() });
  await wakeups.start();
  const stop = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const event of followEvents({ database, wakeups, stream: 's', after: 0, signal: stop.signal, pollMs: 200 })) {
      seen.push(event.seq);
      if (event.payload.last) stop.abort();
    }
  })();
  const write = (last: boolean) => database.transaction(async (em) => {
    await appendEvent(em, wakeups, { stream: 's', labId: 'l', kind: 'k', payload: { last } });
    if (!last && Math.random() < 0.2) throw new Error('rolled back');
  }).catch(() => {});
  await Promise.all(Array.from({ length: 6 }, async () => { for (let i = 0; i < 30; i += 1) await write(false); }));
  await write(true);
  await reading;
  const [{ count }] = await database.em().execute<{ count: string }[]>('select count(*) from event');
  expect(seen).toEqual(Array.from({ length: Number(count) }, (_, index) => index + 1));
  await wakeups.dispose();
});

test('a follower that is overtaken by the end of what is kept is told so, with where to go on: it never skips', async () => {
  const wakeups = createPostgresWakeups({ url: database.url, logger: silentLogger() });
  await database.transaction(async (em) => { for (let n = 1; n <= 450; n += 1) await appendEvent(em, wakeups, { stream: 'kept', labId: 'l', kind: 'k', payload: { n } }); });
  const follower = followEvents({ database, wakeups, stream: 'kept', after: 0, signal: new AbortController().signal });
  expect((await follower.next()).value?.seq).toBe(1);
  await database.em().execute("update event set at = at - interval '2 days' where stream = 'kept' and seq <= 430");
  // One that is out of time order is kept, and all after it: there is no gap in what is left.
  await database.em().execute("update event set at = now() where stream = 'kept' and seq = 420");
  await pruneEvents(database.em(), new Date(Date.now() - 86_400_000));
  expect(await boundsOf(database.em(), 'kept')).toEqual({ head: 450, floor: 419 });
  const seen: number[] = [];
  const failure = await (async () => { for await (const { seq } of follower) seen.push(seq); })().catch((error: unknown) => error);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_item, index) => index + 2));
  expect(failure).toBeInstanceOf(CursorExpired);
  expect((failure as CursorExpired).floor).toBe(419);
  expect(await boundsOf(database.em(), 'never')).toEqual({ head: 0, floor: 0 });
});
