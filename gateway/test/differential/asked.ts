import {
  getNamedType, getNullableType, getVariableValues, isAbstractType, isCompositeType, isListType, parse,
  type FieldNode, type GraphQLCompositeType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { fieldOf, fragmentsOf, operationOf } from '../../src/engine/selection-rules.ts';
import type { RandomOperation } from './random-operation.ts';

type Fields = ReadonlyMap<string, readonly FieldNode[]>;
type Json = Record<string, unknown>;

/**
 * Where an answer does not have the fields that were asked for, all of them and no others, or null; by graphql-js's own reading of
 * the operation. An entity that its subgraph does not know may be of no type: then it has what was asked of its interface.
 */
export const notAsAsked = (schema: GraphQLSchema, { query, variables }: RandomOperation, { data, isWhole }: { data: unknown; isWhole: boolean }): string | null => {
  const document = parse(query);
  const operation = operationOf(document);
  const fragments = Object.fromEntries(fragmentsOf(document));
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const below = (type: GraphQLObjectType, nodes: readonly FieldNode[]): Fields => collectSubfields(schema, fragments, coerced!, type, nodes);

  const valueAt = (value: unknown, type: GraphQLOutputType, nodes: readonly FieldNode[], path: string): string | null => {
    const nullable = getNullableType(type);
    if (value === null) return null;
    if (isListType(nullable)) return firstOf((value as unknown[]).map((item, index) => valueAt(item, nullable.ofType, nodes, `${path}.${index}`)));
    const named = getNamedType(type);
    if (!isCompositeType(named)) return null;
    // Where the type was not asked for it may be any: one has to fit.
    const wrong = [...typesOf(schema, named), ...(isWhole ? [] : [named])].map((possible) => objectAt(value as Json, possible, below(possible as GraphQLObjectType, nodes), path));
    return wrong.includes(null) ? null : wrong[0];
  };
  const objectAt = (value: Json, type: GraphQLCompositeType, fields: Fields, path: string): string | null => {
    const missing = [...fields.keys()].find((name) => !Object.hasOwn(value, name));
    const unasked = Object.keys(value).find((name) => !fields.has(name));
    if (missing ?? unasked) return `${path}.${missing ?? unasked}`;
    return firstOf([...fields].map(([name, nodes]) => {
      if (nodes[0].name.value === '__typename') return value[name] === type.name ? null : `${path}.${name}`;
      return valueAt(value[name], fieldOf(type, nodes[0].name.value).type, nodes, `${path}.${name}`);
    }));
  };

  const root = schema.getRootType(operation.operation)!;
  return data === null ? null : objectAt(data as Json, root, collectFields(schema, fragments, coerced!, root, operation.selectionSet), operation.operation);
};

const typesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] => (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);

const firstOf = (places: readonly (string | null)[]): string | null => places.find((place) => place !== null) ?? null;
