import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';
import { openDoor } from './socket-client.ts';

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

test.each([
  ['nobody', NONE, 401, 'UNAUTHENTICATED'],
  ['somebody without it', viewer, 403, 'FORBIDDEN'],
])('a policy is asked of %s, by its name', async (_who, token, status, code) => {
  const answer = await federation.post('{ nightWatch }', { token: token() });
  expect([answer.status, answer.errors![0].extensions]).toEqual([status, { code, denied: [{ coordinate: 'Query.nightWatch', needs: [], policies: [['night-shift']] }] }]);
});

test('whom the policy lets through reads on', async () => {
  expect((await federation.post('{ nightWatch }', { token: accessToken({ roles: ['night'] }) })).data).toEqual({ nightWatch: 'all quiet' });
});

test('a supergraph that names an unknown policy is refused at the start', async () => {
  await expect(createFederation({ policies: {} })).rejects.toThrow('"night-shift" at Query.nightWatch');
});

describe('with PERMISSIONS=null', () => {
  let lenient: Federation;
  beforeAll(async () => { lenient = await createFederation({ settings: { PERMISSIONS: 'null' } }); });
  afterAll(() => lenient.dispose());
  const ask = async (query: string, token?: string, variables?: unknown) => {
    lenient.calls.length = 0;
    const answer = await lenient.post(query, { token, variables });
    return { ...answer, fetched: lenient.calls.flatMap(({ path, body }) => (path === '/graphql' ? [body!.query!] : [])) };
  };

  test('what is denied is null with its reason, what is not is there, and nothing denied is fetched', async () => {
    const answer = await ask('{ users { id } before: public any { ... on Tube { id volume } } after: public }', viewer());
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull(); // `users` may not be null, so neither may the data
    expect(answer.errors![0]).toMatchObject({ path: ['users'], message: 'Your account may not read this: Query.users needs users:manage.', extensions: { code: 'FORBIDDEN', coordinate: 'Query.users', needs: [['users:manage']] } });
    expect(answer.fetched.join()).not.toMatch(/users|volume/);
  });

  test('each type of a union by its own rules, in the order that was asked', async () => {
    const query = '{ public any { __typename ... on Plate { id label } ... on Tube { volume id } } }';
    const tubesOnly = await ask(query, accessToken({ permissions: ['tubes:view'] }));
    expect(tubesOnly.data).toBeNull(); // [Any!]!: the plate is null, so the list is
    expect(tubesOnly.errors!.map(({ path, extensions }) => [path, extensions.coordinate])).toEqual([[['any', 0, 'id'], 'Plate']]);
    const platesOnly = await ask(query, viewer());
    expect(JSON.stringify(platesOnly.data)).toBe('{"public":"open","any":[{"__typename":"Plate","id":"p1","label":"plate p1"},{"__typename":"Tube","volume":null,"id":"t1"}]}');
    expect(platesOnly.errors!.map(({ path, extensions }) => [path, extensions.coordinate])).toEqual([[['any', 1, 'volume'], 'Tube.volume']]);
    expect(platesOnly.fetched.join()).not.toContain('volume');
  });

  test('an interface\'s field is denied on the type that denies it', async () => {
    const query = 'query($id: ID!) { thing(id: $id) { label } }';
    expect((await ask(query, nothing(), { id: 't1' })).data).toEqual({ thing: { label: 'tube' } });
    const plate = await ask(query, nothing(), { id: 'p1' });
    expect([plate.data, plate.errors![0].path]).toEqual([{ thing: { label: null } }, ['thing', 'label']]);
  });

  test('who is not signed in is told to', async () => {
    const { status, data, errors, fetched } = await ask('{ me { name } plate(id: "p1") { id } bare { a } }');
    expect([status, data, fetched]).toEqual([200, { me: null, plate: null, bare: null }, []]);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  test('what the variables leave out is not told of; what they ask for is', async () => {
    const query = 'query($a: Boolean!) { public bare @include(if: $a) { a } ... @skip(if: $a) { nightWatch } }';
    expect((await ask(query, nothing(), { a: true })).errors).toBeUndefined();
    const other = await ask(query, nothing(), { a: false });
    expect([other.data, other.errors!.map(({ path }) => path)]).toEqual([{ public: 'open', nightWatch: null }, [['nightWatch']]]);
  });

  test('each event of a subscription has nulls where its listener may not read; denied itself, it is refused', async () => {
    const door = await openDoor(lenient);
    try {
      const subscriber = door.subscribe(door.client(nothing()), 'subscription { openEvents { cursor plate { id } by { name } } }');
      await waitFor('the subscription', () => lenient.counts.open > 0);
      lenient.log.add();
      const [event] = await subscriber.reach(1);
      expect(event).toEqual({ data: { openEvents: { cursor: expect.any(String), plate: null, by: { name: 'name u1' } } }, errors: [expect.objectContaining({ path: ['openEvents', 'plate'] })] });
      const refused = door.subscribe(door.client(nothing()), 'subscription { plateEvents(plateId: "p1") { cursor } }');
      await waitFor('the refusal', () => refused.ended);
      expect(refused.ended!.error[0].extensions).toMatchObject({ code: 'FORBIDDEN', denied: [{ coordinate: 'Subscription.plateEvents' }] });
    } finally {
      await door.close();
    }
  });

  test('a denied mutation does nothing', async () => {
    const answer = await ask('mutation($f: Upload!) { uploadImage(file: $f) { name } note(text: "a") }', viewer(), { f: null });
    expect(answer.errors![0].extensions.code).toBe('BAD_USER_INPUT');
    const denied = await ask('mutation { note(text: "a") uploadImage(file: "x") { name } }', viewer());
    expect([denied.data, denied.errors![0].extensions.coordinate, denied.fetched.length]).toEqual([null, 'Mutation.uploadImage', 1]);
  });
});
