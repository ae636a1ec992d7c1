import { callerOf, testIdentity, type Answer } from '@microplate/platform/testing';
import { GATEWAY_KEY, addUser, codeOf, createStand, signedIn, visitor, type Stand } from './stand.ts';

let stand: Stand;
let ids: Record<string, string>;

beforeAll(async () => {
  stand = await createStand();
  await stand.sql("insert into role (lab_id, name) values ('elsewhere', 'viewer')");
  ids = {};
  for (const name of ['ann', 'Bob', 'cat', 'dan', 'eve']) ids[name] = await addUser(stand, name, { roles: name === 'dan' ? [] : ['viewer'] });
  ids.stranger = await addUser(stand, 'stranger', { labId: 'elsewhere', roles: ['viewer'] });
});
afterAll(() => stand.subgraph.dispose());

const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { id username displayName email roles permissions } } }';
const PUBLIC = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { id username displayName } } }';
const references = (...wanted: string[]) => ({ representations: wanted.map((id) => ({ __typename: 'User', id })) });

test('me is read from the table, not from the token', async () => {
  const who = testIdentity({ userId: ids.ann, username: 'stale', roles: ['admin'] });
  const { data } = await stand.query('{ me { id username email roles permissions displayName } }', {}, who);
  expect(data.me).toEqual({ id: ids.ann, username: 'ann', email: 'ann@example.org', displayName: 'ann Test', roles: ['viewer'], permissions: ['capture:view', 'results:view'] });
});

test('me is UNAUTHENTICATED for a visitor, and null for somebody who was removed or is of another lab', async () => {
  expect(codeOf(await stand.query('{ me { id } }', {}, visitor()))).toBe('UNAUTHENTICATED');
  expect(await stand.query('{ me { id } }', {}, signedIn('00000000-0000-4000-8000-000000000000'))).toMatchObject({ data: { me: null } });
  expect(await stand.query('{ me { id } }', {}, signedIn(ids.stranger))).toMatchObject({ data: { me: null } });
});

test('users takes users:manage', async () => {
  expect(codeOf(await stand.query('{ users { edges { cursor } } }', {}, visitor()))).toBe('UNAUTHENTICATED');
  expect(codeOf(await stand.query('{ users { edges { cursor } } }', {}, signedIn(ids.ann, ['results:view', 'capture:view'])))).toBe('FORBIDDEN');
});

const USERS = 'query ($first: Int, $after: String) { users(first: $first, after: $after) { edges { cursor node { username email roles } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';

test('users pages through the own lab by username, with everything about them', async () => {
  const manager = signedIn(ids.ann, ['users:manage']);
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const { data }: Answer = await stand.query(USERS, { first: 2, after }, manager);
    seen.push(...data.users.edges.map((edge: any) => edge.node.username));
    expect(data.users.pageInfo).toMatchObject({ hasPreviousPage: after !== null, endCursor: data.users.edges.at(-1).cursor });
    if (!data.users.pageInfo.hasNextPage) break;
    after = data.users.pageInfo.endCursor;
  }
  expect(seen).toEqual(['ann', 'Bob', 'cat', 'dan', 'eve']);
  const { data } = await stand.query(USERS, {}, manager);
  expect(data.users.edges[1].node).toEqual({ username: 'Bob', email: 'Bob@example.org', roles: ['viewer'] });
});

test.each([{ first: -1 }, { first: 101 }, { after: 'nonsense' }, { after: Buffer.from('["users",7]').toString('base64url') },
  { after: Buffer.from('["users","a\\u0000b"]').toString('base64url') }])('users with %j is BAD_USER_INPUT', async (page) => {
  expect(codeOf(await stand.query(USERS, page, signedIn(ids.ann, ['users:manage'])))).toBe('BAD_USER_INPUT');
});

test('a viewer sees names of others; their e-mail, roles and permissions are null and FORBIDDEN, the own ones are not', async () => {
  const { data, errors } = await stand.query(ENTITIES, references(ids.Bob, ids.ann), signedIn(ids.ann, ['results:view']));
  expect(data._entities[0]).toEqual({ id: ids.Bob, username: 'Bob', displayName: 'Bob Test', email: null, roles: null, permissions: null });
  expect(data._entities[1]).toMatchObject({ email: 'ann@example.org', roles: ['viewer'] });
  expect(errors!.map(({ path, extensions }) => [path!.join('.'), extensions.code])).toEqual(
    ['email', 'roles', 'permissions'].map((field) => [`_entities.0.${field}`, 'FORBIDDEN']));
});

test('whoever manages users sees all of it', async () => {
  const { data, errors } = await stand.query(ENTITIES, references(ids.Bob), signedIn(ids.ann, ['users:manage']));
  expect(errors).toBeUndefined();
  expect(data._entities[0]).toMatchObject({ email: 'Bob@example.org', roles: ['viewer'], permissions: ['capture:view', 'results:view'] });
});

test('people of another lab, unknown ids and ids that are none are simply not there', async () => {
  const all = references(ids.stranger, '00000000-0000-4000-8000-000000000000', "'; drop table app_user", 'a\u0000', ids.ann);
  const { data, errors } = await stand.query(PUBLIC, all, signedIn(ids.ann, ['users:manage']));
  expect(errors).toBeUndefined();
  expect(data._entities.map((user: any) => user?.username ?? null)).toEqual([null, null, null, null, 'ann']);
  const { data: theirs } = await stand.query(PUBLIC, references(ids.ann, ids.stranger), signedIn(ids.stranger, ['users:manage'], 'elsewhere'));
  expect(theirs._entities.map((user: any) => user?.username ?? null)).toEqual([null, 'stranger']);
});

test('entities are for signed-in callers', async () => {
  const answer = await stand.query(PUBLIC, references(ids.ann), visitor());
  expect(codeOf(answer)).toBe('UNAUTHENTICATED');
  expect(answer.data).toBeNull();
});

test('any number of people cost one statement', async () => {
  const statements = async () => Number(/^microplate_sql_statements_total\S* (\d+)/m.exec(await stand.deps.metrics.registry.metrics())![1]);
  const before = await statements();
  await stand.query(PUBLIC, references(...Object.values(ids), ...Object.values(ids)), signedIn(ids.ann));
  expect(await statements() - before).toBe(1);
});

test('only the gateway is answered', async () => {
  const stranger = callerOf(stand.subgraph, { key: 'x'.repeat(40) });
  expect(await stranger.query('{ me { id } }')).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  const sibling = callerOf(stand.subgraph, { key: GATEWAY_KEY, issuer: 'results' });
  expect((await sibling.query('{ me { id } }')).status).toBe(401);
});
