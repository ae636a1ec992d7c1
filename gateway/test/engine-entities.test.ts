import { parse, subscribe, type ExecutionResult } from 'graphql';
import type { FetchRequest, SubgraphResult } from '../src/engine/index.ts';
import { over } from './engine-over.ts';

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
