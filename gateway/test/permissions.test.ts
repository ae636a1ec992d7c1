import { accessToken, createFederation, type Federation } from './federation.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation(); });
afterAll(() => federation.dispose());

const NONE = () => undefined;
const nothing = () => accessToken({ permissions: [] });
const viewer = () => accessToken({ permissions: ['results:view'] });
const tubes = () => accessToken({ permissions: ['results:view', 'tubes:view'] });

test.each([
  ['a field, signed out', '{ users { id } }', NONE, 401, ['Query.users']],
  ['a field, without the permission', '{ users { id } }', viewer, 403, ['Query.users']],
  ['a type that a field without a rule returns', '{ plate(id: "p1") { id } }', nothing, 403, ['Plate']],
  ['such a type, by __typename alone', '{ plate(id: "p1") { __typename } }', NONE, 401, ['Plate']],
  ['under an alias', '{ x: plate(id: "p1") { y: id } }', nothing, 403, ['Plate']],
  ['in a named fragment', '{ any { ...F } } fragment F on Tube { volume }', viewer, 403, ['Tube.volume']],
  ['in fragments within fragments', '{ any { ...A } } fragment A on Any { ...B } fragment B on Any { ... on Tube { volume } }', viewer, 403, ['Tube.volume']],
  ['an interface\'s field, by the types that it may be', '{ thing(id: "p1") { label } }', nothing, 403, ['Plate']],
  ['an interface narrowed to a type', '{ thing(id: "t1") { ... on Tube { volume } } }', nothing, 403, ['Tube.volume']],
  ['a union\'s member', '{ any { ... on Plate { id } } }', nothing, 403, ['Plate']],
  ['behind @include(if: true)', '{ public users @include(if: true) { id } }', viewer, 403, ['Query.users']],
  ['behind a variable, which may be true', 'query($a: Boolean!) { public users @include(if: $a) { id } }', viewer, 403, ['Query.users']],
  ['next to what is allowed', '{ public users { id } plate(id: "p1") { id } }', nothing, 403, ['Query.users', 'Plate']],
  ['a mutation', 'mutation($f: Upload!) { uploadImage(file: $f) { name } }', viewer, 403, ['Mutation.uploadImage']],
  ['signed in is enough, and missing', '{ bare { a } }', NONE, 401, ['Bare']],
])('%s is refused whole, before anything is fetched', async (_what, query, token, status, denied) => {
  federation.calls.length = 0;
  const answer = await federation.post(query, { token: token(), variables: { a: false } });
  const [error] = answer.errors!;
  expect([answer.status, error.extensions.code, error.extensions.denied.map(({ coordinate }: { coordinate: string }) => coordinate)])
    .toEqual([status, status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN', denied]);
  for (const name of denied) expect(error.message).toContain(name);
  expect(answer.data).toBeUndefined();
  expect(federation.calls.filter(({ path }) => path === '/graphql')).toEqual([]);
});

test('the refusal says what is needed', async () => {
  const { errors } = await federation.post('{ users { id } }', { token: viewer() });
  expect(errors![0].message).toBe('Your account may not do this: Query.users needs users:manage.');
});

test.each([
  ['nothing is asked of anybody', '{ public whoAmI }', NONE],
  ['a union whose protected member is not selected', '{ any { __typename ... on Tube { id } } }', nothing],
  ['an interface narrowed to the unprotected type', '{ thing(id: "t1") { ... on Tube { label ... on Thing { id } } } }', nothing],
  ['@include(if: false)', '{ public users @include(if: false) { id } }', NONE],
  ['@skip(if: true) on a fragment', '{ public ... @skip(if: true) { users { id } } }', NONE],
  ['an unused operation of the document', 'query A { public } query B { users { id } }', NONE],
  ['signed in is enough', '{ bare { a } me { id } }', nothing],
  ['all permissions are there', '{ any { ... on Tube { volume } ... on Plate { id } } }', tubes],
  ['introspection', '{ __schema { types { name } } __type(name: "Plate") { fields { name } } }', NONE],
])('%s: allowed', async (_what, query, token) => {
  const answer = await federation.post(query, { token: token(), operationName: query.startsWith('query A') ? 'A' : undefined });
  expect([answer.status, answer.errors]).toEqual([200, undefined]);
});

test('fragments spread without end cost no time', async () => {
  const levels = Array.from({ length: 14 }, (_, index) => `fragment F${index} on Plate { id parent { ...F${index + 1} } owner { id } }`);
  const query = `query($id: ID!) { plate(id: $id) { ...F0 } } ${levels.join(' ')} fragment F14 on Plate { id }`;
  const start = performance.now();
  const answer = await federation.post(query, { token: nothing(), variables: { id: 'p1' } });
  expect(['FORBIDDEN', 'GRAPHQL_LIMIT_EXCEEDED']).toContain(answer.errors![0].extensions.code);
  expect(performance.now() - start).toBeLessThan(500);
});
