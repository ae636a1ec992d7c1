import { getNullableType, isInputObjectType, isListType, Kind, type GraphQLInputType, type ValueNode } from 'graphql';
import type { Costs } from './cost-directives.ts';

/** What an argument costs: known, or told by a variable. */
export type ArgumentCost = number | { variable: string; of: (value: unknown) => number };

const INPUT_OBJECT_WEIGHT = 1;

/**
 * The cost of a value given to an argument: an input object counts 1 and its fields, a list what its items count, any other
 * value what `@cost` says. `own` is the argument's weight. Null where it can cost nothing.
 */
export const argumentCost = (value: ValueNode, type: GraphQLInputType, own: number | undefined, costs: Costs): ArgumentCost | null => {
  if (value.kind === Kind.VARIABLE) return canCost(type, own, costs) ? { variable: value.name.value, of: (given) => costOfValue(given, type, own, costs) } : null;
  const known = costOfLiteral(value, type, own, costs);
  return known === 0 ? null : known;
};

const canCost = (type: GraphQLInputType, own: number | undefined, { weights }: Costs): boolean => {
  const named = itemType(type);
  return own !== undefined || isInputObjectType(named) || weights.has(named.toString());
};

const itemType = (type: GraphQLInputType): GraphQLInputType => {
  const nullable = getNullableType(type);
  return isListType(nullable) ? itemType(nullable.ofType) : nullable;
};

const costOfLiteral = (value: ValueNode, type: GraphQLInputType, own: number | undefined, costs: Costs): number => {
  if (value.kind === Kind.NULL) return 0;
  if (value.kind === Kind.LIST) return (own ?? 0) + sum(value.values, (item) => costOfLiteral(item, itemType(type), own, costs));
  const named = itemType(type);
  const weight = own ?? costs.weights.get(named.toString());
  if (value.kind !== Kind.OBJECT || !isInputObjectType(named)) return weight ?? 0;
  const fields = named.getFields();
  return (weight ?? INPUT_OBJECT_WEIGHT) + sum(value.fields, (field) => costOfLiteral(field.value, fields[field.name.value].type, costs.weights.get(`${named.name}.${field.name.value}`), costs));
};

const costOfValue = (value: unknown, type: GraphQLInputType, own: number | undefined, costs: Costs): number => {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return (own ?? 0) + sum(value, (item) => costOfValue(item, itemType(type), own, costs));
  const named = itemType(type);
  const weight = own ?? costs.weights.get(named.toString());
  if (!isInputObjectType(named)) return weight ?? 0;
  const fields = named.getFields();
  return (weight ?? INPUT_OBJECT_WEIGHT) + sum(Object.entries(value), ([name, inner]) => (Object.hasOwn(fields, name) ? costOfValue(inner, fields[name].type, costs.weights.get(`${named.name}.${name}`), costs) : 0));
};

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);
