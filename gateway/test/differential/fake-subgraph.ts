import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute, getNamedType, getNullableType, isAbstractType, isEnumType, isListType, isNonNullType, isObjectType, parse,
  type GraphQLFieldResolver, type GraphQLOutputType, type GraphQLResolveInfo, type GraphQLSchema,
} from 'graphql';
import { randomOf, seedOf, type Random } from './random.ts';

type Json = Record<string, unknown>;

/** A subgraph whose every value, null and failure is decided by what it is a value of, so that each asking gives the same. */
export interface FakeSubgraph { name: string; call(body: string): Promise<Json> }

/** Entities are known by all of their representation: a field that `@requires` another changes with it. */
const SEED = Symbol('seed');
interface Fake extends Json { [SEED]: string }

export const createFakeSubgraph = (name: string, sdl: string): FakeSubgraph => {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: { _Entity: { __resolveType: ({ __typename }: Json) => __typename } } } as never);
  const call = async (body: string): Promise<Json> => {
    const { query, operationName, variables } = JSON.parse(body) as { query: string; operationName?: string; variables: Json };
    const document = parse(query);
    const result = await execute({ schema, document, operationName, variableValues: variables, rootValue: { [SEED]: '' }, fieldResolver, typeResolver: (value: Fake) => String(value.__typename) });
    return JSON.parse(JSON.stringify(result)) as Json;
  };
  replaceEntities(schema);
  return { name, call };
};

/** Instead of reference resolvers: what is represented exists, save where its seed says that it is gone or broken. */
const replaceEntities = (schema: GraphQLSchema): void => {
  const entities = schema.getQueryType()!.getFields()._entities;
  if (!entities) return;
  entities.resolve = (_source, { representations }: { representations: Json[] }) => representations.map((representation) => {
    const seed = JSON.stringify(sorted(representation));
    const random = randomOf(seedOf(`entity ${seed}`));
    if (random.chance(0.05)) return null;
    if (random.chance(0.05)) return new Error(`broken entity ${seedOf(seed)}`);
    return { ...concrete(schema, representation, random), [SEED]: seed };
  });
};

/** A reference to an interface is one of its types here, as a subgraph that knows the interface alone would find out. */
const concrete = (schema: GraphQLSchema, representation: Json, random: Random): Json => {
  const type = schema.getType(String(representation.__typename));
  return isAbstractType(type) ? { ...representation, __typename: random.pick(schema.getPossibleTypes(type)).name } : representation;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
};

const fieldResolver: GraphQLFieldResolver<Fake, unknown> = (source, args, _context, info) => {
  if (info.fieldName in source && !Object.keys(args).length) return source[info.fieldName];
  const seed = `${source[SEED]}/${info.parentType.name}.${info.fieldName}${JSON.stringify(sorted(args))}`;
  const random = randomOf(seedOf(seed));
  if (random.chance(0.03)) throw new Error(`broken ${info.fieldName} ${seedOf(seed)}`);
  return fakeValue(info.returnType, random, seed, info);
};

const fakeValue = (type: GraphQLOutputType, random: Random, seed: string, info: GraphQLResolveInfo): unknown => {
  // Where null may not be, it comes now and then: a fault of the subgraph, which GraphQL lets bubble.
  if (random.chance(isNonNullType(type) ? 0.005 : 0.08)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return Array.from({ length: random.below(4) }, (_item, index) => fakeValue(nullable.ofType, random, `${seed}[${index}]`, info));
  const named = getNamedType(nullable);
  if (isEnumType(named)) return random.pick(named.getValues()).value;
  if (isAbstractType(named)) return { __typename: random.pick(info.schema.getPossibleTypes(named)).name, ...entityOf(seed, random) };
  if (isObjectType(named)) return { __typename: named.name, ...entityOf(seed, random) };
  return fakeScalar(named.name, random);
};

/** Few ids, so that the same entity turns up in many places. */
const entityOf = (seed: string, random: Random): Json => ({ [SEED]: seed, id: `i${random.below(6)}` });

const fakeScalar = (name: string, random: Random): unknown => {
  switch (name) {
    case 'Int': return random.below(100);
    case 'Float': return random.below(1000) / 8;
    case 'Boolean': return random.chance(0.5);
    case 'ID': return random.chance(0.5) ? `i${random.below(6)}` : String(random.below(6));
    case 'JSON': return { a: [random.below(3), null], b: 'x' };
    default: return random.pick(['', 'plain', 'with "quotes"', 'zwölf\n', '\u2028 \ud83d\ude00', '0']);
  }
};
