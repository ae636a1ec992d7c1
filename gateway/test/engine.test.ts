import type { PlanNode } from '@apollo/query-planner';
import { buildSchema } from 'graphql';
import { compileNode, type Execution } from '../src/engine/execution.ts';
import type { Json } from '../src/engine/json-rules.ts';
import { suppliersFirst } from '../src/engine/order-rules.ts';
import { over } from './engine-over.ts';

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
