import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { isDeepStrictEqual } from 'node:util';

/** How two answers differ, or null. What @apollo/gateway is known to get wrong is no difference. */
export const differenceOf = (own: ExecutionResult, stock: ExecutionResult): string | null => {
  if (!isDeepStrictEqual(own.data, stock.data)) return 'data';
  if (own.data === undefined) return own.errors?.length && stock.errors?.length ? null : 'refusal';
  if (!sameErrors(own, stock, textOf)) return 'errors';
  if (!sameErrors(own, stock, (error) => textOf(error) + placeOf(error))) return 'places of errors';
  const astray = own.errors?.find((error) => error.path && leadsAstray(own.data, error.path));
  if (astray) return `an error's path that leads nowhere: ${astray.path!.join('.')}`;
  return isDeepStrictEqual(own.extensions, stock.extensions) ? null : 'value completion';
};

/**
 * Known to be wrong in the stock executor, right in ours:
 * - An error of an entity is told of another element of its list where elements before it were not asked for (of another type, or
 *   null). Indices are therefore not compared; but ours must lead somewhere.
 * - `__typename` comes before fields that were asked for before it, where it was asked for twice. The order is not compared.
 */
const placeOf = ({ path }: Pick<GraphQLFormattedError, 'path'>): string => JSON.stringify(path?.map((step) => (typeof step === 'number' ? '#' : step)));

/** An error of two paths in one call is told once where it concerns the call, twice where it concerns the entities. */
const sameErrors = (own: ExecutionResult, stock: ExecutionResult, key: (error: GraphQLFormattedError) => string): boolean => {
  const set = ({ errors }: ExecutionResult) => [...new Set(errors?.map(key))].sort();
  return isDeepStrictEqual(set(own), set(stock));
};

const textOf = ({ message, extensions }: GraphQLFormattedError): string => JSON.stringify([message, extensions?.code, extensions?.serviceName]);

/**
 * A path should end at a null, or below one; at an object, some of whose fields an entity's failure took; or at a field that was
 * fetched on the planner's own account, and has no place in the answer.
 */
const leadsAstray = (data: unknown, path: readonly (string | number)[]): boolean => {
  let at = data;
  for (const step of path) {
    if (at === null) return false;
    if (typeof at !== 'object' || !Object.hasOwn(at!, step)) return typeof step === 'number';
    at = (at as Record<string | number, unknown>)[step];
  }
  return typeof at !== 'object';
};
