import type { PlanNode } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, graphql, parse, subscribe, validate, type ExecutionResult } from 'graphql';
import { compose } from '../src/composition/compose.ts';
import { compileNode, type Execution } from '../src/engine/execution.ts';
import { createFederationEngine, type FetchRequest, type SubgraphResult } from '../src/engine/index.ts';
import type { Json } from '../src/engine/json-rules.ts';
import { suppliersFirst } from '../src/engine/order-rules.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject"])';

interface Subgraph { sdl: string; resolvers?: object }
interface Call { service: string; query: string; variables: Record<string, any> }

/** The engine over subgraphs in memory, and what it asks of them. `instead` answers in place of a subgraph. */
const over = (subgraphs: Record<string, Subgraph>, instead: (service: string, request: FetchRequest, calls: number) => SubgraphResult | null = () => null) => {
  const calls: Call[] = [];
  const schemas = Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl, resolvers = {} }]) => [name, buildSubgraphSchema({ typeDefs: parse(LINK + sdl), resolvers: resolvers as never })]));
  const { supergraphSdl } = compose(Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, url: `http://${name}.test/graphql`, sdl: LINK + sdl })));
  const engine = createFederationEngine<null>({ supergraphSdl, fetchFrom: async (service, request) => {
    const { query, operationName, variables } = JSON.parse(request.body) as Call & { operationName?: string };
    calls.push({ service, query, variables });
    return instead(service, request, calls.length) ?? JSON.parse(JSON.stringify(await graphql({ schema: schemas[service], source: query, operationName, variableValues: variables }))) as SubgraphResult;
  } });
  const compile = (query: string) => {
    const document = parse(query);
    expect(validate(engine.schema, document)).toEqual([]);
    return engine.compile(document);
  };
  return { calls, compile, schemas, run: async (query: string, variables = {}) => JSON.parse(JSON.stringify(await compile(query).execute(variables, null))) as ExecutionResult<any> };
};

/** Labels need a bottle's volume in one unit or the other; the cellar measures it in any. */
const bottles = {
  cellar: {
    sdl: `type Query { bottles: [Bottle!]! } enum Unit { ML OZ L } type Bottle @key(fields: "id") { id: ID! name: String volume(unit: Unit!): Float cork: Cork casks(last: Int = 3): [Cask!] } type Cork { width(unit: Unit!): Float } type Cask { code: String }`,
    resolvers: {
      Query: { bottles: () => [{ id: 'b1', name: 'Ada' }, { id: 'b2', name: 'Bob' }] },
      Bottle: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: id }), cork: () => ({}),
        volume: (_: unknown, { unit }: { unit: string }) => ({ ML: 750, OZ: 25, L: 0.75 })[unit],
        casks: (_: unknown, { last }: { last: number }) => Array.from({ length: last }, (_item, index) => ({ code: `c${index}` })),
      },
      Cork: { width: (_: unknown, { unit }: { unit: string }) => ({ ML: 24, OZ: 1, L: 0 })[unit] },
    },
  },
  labels: {
    sdl: `enum Unit { ML OZ L } type Bottle @key(fields: "id") { id: ID! volume(unit: Unit!): Float @external cork: Cork @external casks(last: Int = 3): [Cask!] @external
      tag: String @requires(fields: "volume(unit: ML)") exportTag: String @requires(fields: "volume(unit: OZ)")
      fit: String @requires(fields: "cork { width(unit: ML) }") origin: String @requires(fields: "casks(last: 2) { code }") all: Int @requires(fields: "casks { code }") } type Cork @external { width(unit: Unit!): Float } type Cask @external { code: String }`,
    resolvers: { Bottle: {
      tag: ({ volume }: { volume: number }) => `${volume} ml`, exportTag: ({ volume }: { volume: number }) => `${volume} fl oz`,
      fit: ({ cork }: { cork: { width: number } }) => `fits ${cork.width}`, origin: ({ casks }: { casks: { code: string }[] }) => casks.map(({ code }) => code).join('+'), all: ({ casks }: { casks: unknown[] }) => casks.length,
    } },
  },
};

test('a client\'s arguments and those of @requires never meet, nor do those of two @requires', async () => {
  const { run, calls } = over(bottles);
  const { data, errors } = await run('{ bottles { tag volume(unit: L) exportTag fit cork { width(unit: OZ) } origin all casks(last: 1) { code } } }');
  expect(errors).toBeUndefined();
  const bottle = { tag: '750 ml', volume: 0.75, exportTag: '25 fl oz', fit: 'fits 24', cork: { width: 1 }, origin: 'c0+c1', all: 3, casks: [{ code: 'c0' }] };
  expect(data.bottles).toEqual([bottle, bottle]);
  // Two representations with a volume each, in one call.
  expect(calls.filter(({ service }) => service === 'labels')).toHaveLength(1);
});

test.each([
  ['a key', '{ bottles { id: name tag } }', { id: 'Ada', tag: '750 ml' }],
  ['what is required', '{ bottles { volume: name tag } }', { volume: 'Ada', tag: '750 ml' }],
  ['the type\'s name', '{ bottles { __typename: name kind: __typename tag } }', { __typename: 'Ada', kind: 'Bottle', tag: '750 ml' }],
  ['what every object has', '{ bottles { constructor: name toString: id tag } }', { constructor: 'Ada', toString: 'b1', tag: '750 ml' }],
])('a client may call a field as %s', async (_what, query, bottle) => {
  expect((await over(bottles).run(query)).data.bottles[0]).toEqual(bottle);
});

test('a client may call a field __proto__, and a variable representations', async () => {
  const { run } = over(bottles);
  const { data } = await run('query($representations: Unit!) { bottles { __proto__: name volume(unit: $representations) tag } }', { representations: 'L' });
  expect(Object.entries(data.bottles[0])).toEqual([['__proto__', 'Ada'], ['volume', 0.75], ['tag', '750 ml']]);
});

test('an error bears the client\'s names', async () => {
  const broken = { ...bottles, cellar: { ...bottles.cellar, resolvers: { ...bottles.cellar.resolvers, Bottle: { ...bottles.cellar.resolvers.Bottle, name: () => { throw new Error('faded'); } } } } };
  const { data, errors } = await over(broken).run('{ bottles { id: name tag } }');
  expect(data.bottles[0]).toEqual({ id: null, tag: '750 ml' });
  expect(errors!.map(({ path, message }) => [message, ...path!])).toEqual([['faded', 'bottles', 0, 'id'], ['faded', 'bottles', 1, 'id']]);
});

test('back in a subgraph, an entity is named by a key that the subgraph resolves', async () => {
  const { run, calls } = over({
    shop: {
      sdl: `type Query { orders: [Order] } type Order @key(fields: "slip { book page }", resolvable: false) @key(fields: "number slip { page }") { number: Int! slip: Slip! total: Int @external vat: Int @requires(fields: "total") } type Slip { book: Int! page: Int! }`,
      resolvers: { Query: { orders: () => [{ number: 7, slip: { book: 1, page: 2 } }] }, Order: { vat: ({ number, total }: { number?: number; total: number }) => (number === undefined ? null : total / 5) } },
    },
    books: { sdl: `type Order @key(fields: "number") { number: Int! total: Int }`, resolvers: { Order: { total: () => 100 } } },
  });
  expect((await run('{ orders { vat total } }')).data).toEqual({ orders: [{ vat: 20, total: 100 }] });
  expect(calls.at(-1)!.variables.representations).toEqual([{ __typename: 'Order', number: 7, slip: { page: 2 }, total: 100 }]);
});

test('what no subgraph can resolve is refused by name, and nothing is fetched', async () => {
  const { compile, calls } = over({
    maps: { sdl: `interface Spot @key(fields: "id") { id: ID! } type Query { here: Spot open: Boolean }` },
    tours: { sdl: `type Spot @key(fields: "id", resolvable: false) @interfaceObject { id: ID! view: String } type Query { there: Spot }`, resolvers: { Query: { there: () => ({ id: 's1', view: 'sea' }) } } },
  });
  expect(() => compile('{ open here { view } }')).toThrow(expect.objectContaining({ message: expect.stringContaining('"Query.here"'), extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }));
  expect((await compile('{ there { id view } }').execute({}, null)).data).toEqual({ there: { id: 's1', view: 'sea' } });
  expect(calls.map(({ service }) => service)).toEqual(['tours']);
});

/** Prices need a work's title and visits; only the museum knows which kind of work it is. */
const museum = {
  works: {
    sdl: `type Query { works: [Work!] } interface Work @key(fields: "id") { id: ID! title: String } type Painting implements Work @key(fields: "id") { id: ID! title: String oil: Boolean }
      type Statue implements Work @key(fields: "id") { id: ID! title: String height: Float }`,
    resolvers: {
      Work: { __resolveReference: ({ id }: { id: string }) => ({ __typename: id.startsWith('s') ? 'Statue' : 'Painting', id }), title: ({ id }: { id: string }) => `title ${id}` },
      Statue: { title: ({ id }: { id: string }) => `title ${id}`, height: () => 2 }, Painting: { title: ({ id }: { id: string }) => `title ${id}` },
    },
  },
  visits: {
    sdl: `type Query { seen: [Work!] } type Work @key(fields: "id") @interfaceObject { id: ID! visits: Int! }`,
    resolvers: { Query: { seen: () => [{ id: 's1' }, { id: 'p1' }] }, Work: { visits: () => 7 } },
  },
  prices: {
    sdl: `type Query { cheap: Int } type Work @key(fields: "id") @interfaceObject { id: ID! title: String @external visits: Int! @external price: String @requires(fields: "title visits") }`,
    resolvers: { Work: { price: ({ title, visits }: { title: string; visits: number }) => `${title}, ${visits} times` } },
  },
};

test('on one type of an interface object, what is required is there before the field that requires it is asked for', async () => {
  const { data } = await over(museum).run('{ seen { ... on Statue { id price x: id height } kind: __typename } }');
  expect(data.seen).toEqual([{ id: 's1', price: 'title s1, 7 times', x: 's1', height: 2, kind: 'Statue' }, { kind: 'Painting' }]);
});

test('what a plan never brings to a fetch that requires it is an error by the fields\' names, where there is something to ask for', async () => {
  const schema = buildSchema('type Query { seen: [Statue] } type Statue { id: ID visits: Int price: Int }');
  const requires = [{ kind: 'InlineFragment', typeCondition: 'Statue', selections: ['__typename', 'id', 'visits'].map((name) => ({ kind: 'Field', name })) }];
  const seen = { kind: 'Fetch', serviceName: 'visits', operation: '{seen{__typename id}}', operationKind: 'query' };
  const prices = { kind: 'Flatten', path: ['seen', '@'], node: { ...seen, serviceName: 'prices', operation: '{_entities{...on Statue{price}}}', requires } };
  const { node, unsupplied } = suppliersFirst(schema, { kind: 'Sequence', nodes: [seen, prices] } as unknown as PlanNode);
  const errorsOver = async (found: Json[]) => {
    const execution = { data: {}, errors: [], variables: {}, send: async () => ({ data: { seen: found } }), fetchEntities: () => Promise.reject(new Error('asked')) } satisfies Execution;
    await compileNode(node, { schema, unsupplied, interfaces: new Set(), conditions: {} as never, fieldName: (name) => name, outerName: (name) => name })(execution);
    return execution.errors;
  };
  expect(await errorsOver([{ __typename: 'Statue', id: 's1' }])).toEqual([{ message: expect.stringMatching(/^"Statue.price" can't .* "prices" requires "visits"/), extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }]);
  expect(await errorsOver([])).toEqual([]);
});

/** People stand in several places; some are gone, some break. */
const people = {
  desk: {
    sdl: `type Query { rows: [[Seat]] seats: [Seat!]! guest: Thing things: [Thing] } union Thing = Person | Seat type Seat { nr: Int! who: Person next: Person } type Person @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        seats: () => ['p1', 'gone', 'p1', 'bad', null].map((id, nr) => ({ nr, who: id && { id }, next: { id: 'p1' } })),
        rows: () => [[{ nr: 1, who: { id: 'p1' } }, null], [{ nr: 2, who: { id: 'p2' } }], null],
        things: () => [{ __typename: 'Seat', nr: 9 }, { __typename: 'Person', id: 'bad' }, { __typename: 'Person', id: 'p1' }],
      },
    },
  },
  staff: {
    sdl: `type Person @key(fields: "id") { id: ID! name: String! nick(short: Boolean): String }`,
    resolvers: { Person: { __resolveReference: async ({ id }: { id: string }) => { if (id === 'bad') throw new Error('struck off'); return id === 'gone' ? null : { id, name: `name ${id}`, nick: id }; } } },
  },
};

test('equal entities are asked for once, and an error is told at each place of its own', async () => {
  const { run, calls } = over(people);
  const { data, errors } = await run('{ seats { nr who { name } } }');
  expect(calls[1].variables.representations.map(({ id }: { id: string }) => id)).toEqual(['p1', 'gone', 'bad']);
  expect(data.seats.map(({ who }: { who: unknown }) => who)).toEqual([{ name: 'name p1' }, null, { name: 'name p1' }, null, null]);
  expect(errors!.map(({ message, path, extensions }) => [message, path, extensions!.serviceName])).toEqual([['struck off', ['seats', 3, 'who'], 'staff']]);
});

test('an error finds its element behind others that were not asked for', async () => {
  const { data, errors } = await over(people).run('{ things { ... on Person { nick } ... on Seat { nr } } }');
  expect(data.things).toEqual([{ nr: 9 }, { nick: null }, { nick: 'p1' }]);
  expect(errors!.map(({ path }) => path)).toEqual([['things', 1]]);
});

test('two paths of one level are one call, also through lists in lists', async () => {
  const { run, calls } = over(people);
  const { data } = await run('query Q($short: Boolean) { rows { nr who { name } } seats { next { nick(short: $short) } } }', { short: true });
  expect(calls.map(({ service }) => service)).toEqual(['desk', 'staff']);
  expect(calls[1].variables).toEqual({ short: true, representations_0: [{ __typename: 'Person', id: 'p1' }, { __typename: 'Person', id: 'p2' }], representations_1: [{ __typename: 'Person', id: 'p1' }] });
  expect(data.rows).toEqual([[{ nr: 1, who: { name: 'name p1' } }, null], [{ nr: 2, who: { name: 'name p2' } }], null]);
  expect(data.seats[0]).toEqual({ next: { nick: 'p1' } });
});

test('where one list of a combined call fails as a whole, the others are asked for again alone', async () => {
  const failing = (service: string, { query }: FetchRequest): SubgraphResult | null => {
    if (service !== 'staff' || !query.includes('nick')) return null;
    return { data: null, errors: [{ message: 'no nicks', path: [query.includes('e1:') ? 'e1' : '_entities'] }] };
  };
  const { run, calls } = over(people, failing);
  const { data, errors } = await run('{ rows { who { name } } seats { next { nick } } }');
  expect(calls).toHaveLength(4);
  expect(data.rows[1]).toEqual([{ who: { name: 'name p2' } }]);
  expect([data.seats[0], errors!.map(({ message }) => message)]).toEqual([{ next: { nick: null } }, ['no nicks']]);
});

test('a subgraph that answers with too few entities, or with none, costs its own fields alone', async () => {
  const { run } = over(people, (service) => (service === 'staff' ? { data: { _entities: [] } } : null));
  const { data, errors } = await run('{ rows { nr who { nick } } }');
  expect(data.rows[1]).toEqual([{ nr: 2, who: { nick: null } }]);
  expect(errors!.map(({ message }) => message)).toEqual([expect.stringContaining('to contain 2 elements')]);
});

test('nulls bubble to the next place that may be null, and are told of', async () => {
  const { data, errors, extensions } = await over(people, (service) => (service === 'staff' ? { data: { _entities: [{ name: null }, { name: 'Bob' }] } } : null)).run('{ rows { who { name } } }');
  expect([data.rows, errors]).toEqual([[[{ who: null }, null], [{ who: { name: 'Bob' } }], null], undefined]);
  expect(extensions!.valueCompletion).toEqual([{ message: 'Cannot return null for non-nullable field Person.name.', path: ['rows', 0, 0, 'who', 'name'], extensions: { code: 'INVALID_GRAPHQL' } }]);
});

test('fields come in the client\'s order, each variant of @skip and @include in its own shape', async () => {
  const { compile } = over(bottles);
  const operation = compile('query($tagged: Boolean!, $named: Boolean = true) { ...Names bottles { tag @include(if: $tagged) id name } } fragment Names on Query { bottles { name @include(if: $named) kind: __typename } }');
  const first = async (variables: Record<string, unknown>) => Object.keys((await operation.execute(variables, null)).data!.bottles as any && ((await operation.execute(variables, null)).data!.bottles as any)[0]);
  expect(await first({ tagged: true })).toEqual(['name', 'kind', 'tag', 'id']);
  expect(await first({ tagged: false, named: false })).toEqual(['kind', 'id', 'name']);
  expect(await first({ tagged: true })).toEqual(['name', 'kind', 'tag', 'id']);
});

test('the schema can be asked for beside data', async () => {
  const { data } = await over(bottles).run('query($name: String!) { bottles { id } ... on Query { schema: __type(name: $name) { name fields { name } } } __typename }', { name: 'Cork' });
  expect(data).toEqual({ bottles: [{ id: 'b1' }, { id: 'b2' }], schema: { name: 'Cork', fields: [{ name: 'width' }] }, __typename: 'Query' });
});

test('mutations run one after the other, each with its entities', async () => {
  const done: string[] = [];
  const { run } = over({
    ...people,
    doors: { sdl: `type Query { doors: Int } type Mutation { lock(id: ID!): Person open(id: ID!): Person } type Person @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: { Mutation: { lock: (_: unknown, { id }: { id: string }) => { done.push(`lock ${id}`); return { id }; }, open: (_: unknown, { id }: { id: string }) => { done.push(`open ${id}`); return { id }; } } } },
  });
  expect((await run('mutation { a: lock(id: "p1") { name } b: open(id: "p2") { name } c: lock(id: "p1") { id } }')).data).toEqual({ a: { name: 'name p1' }, b: { name: 'name p2' }, c: { id: 'p1' } });
  expect(done).toEqual(['lock p1', 'open p2', 'lock p1']);
});

test('a subscription tells its source, and answers each event with entities of every subgraph', async () => {
  const { compile, schemas } = over({
    ...people,
    bell: { sdl: `type Query { bell: Int } type Subscription { rang(door: Int!): Ring } type Ring { at: Int! by: Person } type Person @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: { Subscription: { rang: { subscribe: async function* () { yield { rang: { at: 1, by: { id: 'p1' } } }; yield { rang: { at: 2, by: { id: 'bad' } } }; } } } } },
  });
  const { subscription } = compile('subscription($door: Int!) { rang(door: $door) { at by { name } } }');
  const { kind, query, variables } = subscription!.request({ door: 3 });
  expect([subscription!.service, kind, variables]).toEqual(['bell', 'subscription', { door: 3 }]);
  const events = await subscribe({ schema: schemas.bell, document: parse(query), variableValues: variables }) as AsyncGenerator<ExecutionResult>;
  const answers: ExecutionResult<any>[] = [];
  for await (const event of events) answers.push(await subscription!.executeEvent(JSON.parse(JSON.stringify(event)) as SubgraphResult, { door: 3 }, null) as ExecutionResult);
  expect(answers.map(({ data }) => data)).toEqual([{ rang: { at: 1, by: { name: 'name p1' } } }, { rang: { at: 2, by: null } }]);
  expect(answers[1].errors!.map(({ path }) => path)).toEqual([['rang', 'by']]);
});

test('an event that is an error is answered as one', async () => {
  const { compile } = over({ ...people, bell: { sdl: `type Query { bell: Int } type Subscription { rang: Int }` } });
  expect(await compile('subscription { r: rang }').subscription!.executeEvent({ data: null, errors: [{ message: 'cut off', path: ['r'] }] }, {}, null))
    .toMatchObject({ data: { r: null }, errors: [{ message: 'cut off', path: ['r'], extensions: { serviceName: 'bell' } }] });
});
