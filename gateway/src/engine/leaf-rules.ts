import { isEnumType, isSpecifiedScalarType, type GraphQLLeafType } from 'graphql';

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && /^-?(0|[1-9]\d*)$/.test(String(value));
const isText = (value: unknown): boolean => typeof value === 'string';

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: (value) => (typeof value === 'number' && (value | 0) === value) || isWhole(value),
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  Boolean: (value) => typeof value === 'boolean',
  String: isText,
  ID: (value) => isText(value) || isWhole(value),
};

/** Whether a subgraph's value can be one of this type; of a scalar of the subgraph's own nothing is known. */
export const leafCheck = (type: GraphQLLeafType): ((value: unknown) => boolean) => {
  if (isEnumType(type)) return (value) => isText(value) && type.getValue(value as string) !== undefined;
  return isSpecifiedScalarType(type) ? CHECKS[type.name] : () => true;
};
