import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type ExecutionResult } from 'graphql';
import type { Identity } from '@microplate/platform/identity';
import { createBudgets } from '../src/budgets/budgets.ts';
import { CompositionError, compose } from '../src/composition/compose.ts';
import { createFederationEngine, type FetchFrom } from '../src/engine/index.ts';
import { createPreparation } from '../src/operations/prepare.ts';
import { extractRules } from '../src/permissions/permission-rules.ts';

// A federation in which rights hide behind `@requires`, an interface object and policies.
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy"])';
const parcels = (shippingRule: string) => ({
  stock: `${LINK}
    type Query { parcel: Parcel media: [Media!]! doors: Doors }
    type Parcel @key(fields: "id") { id: ID! label: String weight: Int @requiresScopes(scopes: [["weight:read"]]) }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String }
    type Film implements Media @key(fields: "id") { id: ID! title: String @requiresScopes(scopes: [["films:read"]]) }
    type Doors { front: String @policy(policies: [["resident"], ["guest", "daytime"]]) cellar: String @policy(policies: [["resident"]]) @requiresScopes(scopes: [["cellar:open"]]) }`,
  shipping: `${LINK}
    type Parcel @key(fields: "id") { id: ID! weight: Int @external price: Int @requires(fields: "weight") ${shippingRule} }`,
  reviews: `${LINK}
    type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int @requiresScopes(scopes: [["stars:read"]]) }`,
});

const MEDIA = [{ __typename: 'Book', id: 'b1', title: 'Book' }, { __typename: 'Film', id: 'f1', title: 'Film' }];
const RESOLVERS: Record<string, object> = {
  stock: {
    Query: { parcel: () => ({ id: 'p1', label: 'L', weight: 3 }), media: () => MEDIA, doors: () => ({ front: 'open', cellar: 'dark' }) },
    Media: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Parcel: { __resolveReference: () => ({ id: 'p1', label: 'L', weight: 3 }) },
  },
  shipping: { Parcel: { __resolveReference: (parcel: object) => parcel, price: ({ weight }: { weight: number }) => weight * 2 } },
  reviews: { Media: { __resolveReference: ({ id }: { id: string }) => ({ id, stars: 5 }) } },
};

const composed = (shippingRule: string) => compose(Object.entries(parcels(shippingRule)).map(([name, sdl]) => ({ name, url: `http://${name}`, sdl }))).supergraphSdl;
const SUPERGRAPH = composed('@requiresScopes(scopes: [["weight:read"]])');

const createGraph = (supergraphSdl: string, denial: 'refuse' | 'null') => {
  const fetched: string[] = [];
  const schemas = Object.fromEntries(Object.entries(parcels('')).map(([name, sdl]) => [name, buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: RESOLVERS[name] as never }])]));
  const fetchFrom: FetchFrom<null> = async (service, { query, body }) => {
    fetched.push(query);
    return JSON.parse(JSON.stringify(await execute({ schema: schemas[service], document: parse(query), variableValues: JSON.parse(body).variables })));
  };
  const { rules, costs, sdl } = extractRules(supergraphSdl);
  const engine = createFederationEngine({ supergraphSdl: sdl, fetchFrom });
  const has = (role: string) => ({ roles }: Identity) => roles.includes(role);
  const preparation = createPreparation({
    schema: engine.schema, rules, costs, denial, personalFields: new Set(), introspection: 'on', budgets: createBudgets({ perMinute: 10_000 }),
    policies: { resident: has('resident'), guest: has('guest'), daytime: has('daytime') },
    documents: { textOf: ({ query }) => query, remember: () => {}, dispose: () => {} },
    limits: { maxDepth: 15, maxTokens: 1000, maxAliases: 30, maxFields: 200, maxRootFields: 20, maxDirectives: 20, maxFragments: 20, maxListSize: 100, maxCost: 10_000 },
  });
  return async (query: string, permissions: string[], roles: string[] = []): Promise<ExecutionResult & { fetched: string }> => {
    fetched.length = 0;
    const identity: Identity = { userId: 'u1', username: null, sessionId: null, labId: 'default', roles, permissions, requestId: 'r', clientAddress: null, issuer: 'gateway' };
    const operation = preparation.prepare({ query }, identity);
    const result = await engine.compile(operation.document).execute(operation.variables, null) as ExecutionResult;
    return { ...preparation.finish(operation, result), fetched: fetched.join() };
  };
};

const lenient = createGraph(SUPERGRAPH, 'null');
const strict = createGraph(SUPERGRAPH, 'refuse');
const coordinatesOf = ({ errors = [] }: ExecutionResult) => errors.map(({ path, extensions }) => [path!.join('.'), extensions.coordinate]);

test('composition wants a field that is computed from a protected one to ask for the same, as Apollo\'s router has it', () => {
  expect(() => composed('')).toThrow(CompositionError);
  expect(() => composed('')).toThrow('Parcel.price');
});

test('a supergraph that was composed without that is enforced all the same: neither field is fetched', async () => {
  const older = SUPERGRAPH.replace(/(price: Int @join__field\([^)]*\)) @requiresScopes\([^)]*\)/, '$1');
  expect(older).not.toBe(SUPERGRAPH);
  const answer = await createGraph(older, 'null')('{ parcel { label price } }', []);
  expect([answer.data, coordinatesOf(answer)]).toEqual([{ parcel: { label: 'L', price: null } }, [['parcel.price', 'Parcel.price']]]);
  expect(answer.fetched).not.toMatch(/weight|price/);
  await expect(createGraph(older, 'refuse')('{ parcel { price } }', [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('who may read what it is computed from reads it, without asking for that', async () => {
  const answer = await lenient('{ parcel { price } }', ['weight:read']);
  expect([answer.data, answer.errors]).toEqual([{ parcel: { price: 6 } }, undefined]);
});

test('an interface object\'s field is denied on every type that it stands for', async () => {
  const query = '{ media { __typename stars ... on Book { title } } }';
  const answer = await lenient(query, []);
  expect(answer.data).toEqual({ media: [{ __typename: 'Book', stars: null, title: 'Book' }, { __typename: 'Film', stars: null }] });
  expect(coordinatesOf(answer)).toEqual([['media.0.stars', 'Book.stars'], ['media.1.stars', 'Film.stars']]);
  expect(answer.fetched).not.toContain('stars');
  await expect(strict(query, [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await strict(query, ['stars:read'])).data).toEqual({ media: [{ __typename: 'Book', stars: 5, title: 'Book' }, { __typename: 'Film', stars: 5 }] });
});

test('an interface\'s field is denied where one of its types denies it, and read of the others', async () => {
  const answer = await lenient('{ media { title } }', []);
  expect([answer.data, coordinatesOf(answer)]).toEqual([{ media: [{ title: 'Book' }, { title: null }] }, [['media.1.title', 'Film.title']]]);
  await expect(strict('{ media { title } }', [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test.each([
  [[], [], null, null], [['resident'], [], 'open', null], [['guest'], [], null, null], [['guest', 'daytime'], ['cellar:open'], 'open', null], [['resident'], ['cellar:open'], 'open', 'dark'],
])('policies: one set of each, with the permissions beside them (%j, %j)', async (roles, permissions, front, cellar) => {
  const { data } = await lenient('{ doors { front cellar } }', permissions, roles);
  expect(data).toEqual({ doors: { front, cellar } });
});

test('what one may not see costs one nothing', async () => {
  const { extensions } = await lenient('{ parcel { price } media { stars } }', []);
  expect(extensions!.cost).toMatchObject({ estimated: 11, actual: 3 });
});
