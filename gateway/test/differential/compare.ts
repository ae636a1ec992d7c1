import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { isDeepStrictEqual } from 'node:util';

/** How two answers differ, or null. What @apollo/gateway is known to get wrong is no difference. @param losesTypes of a supergraph with interface objects. */
export const differenceOf = (own: ExecutionResult, stock: ExecutionResult, losesTypes: boolean): string | null => {
  if (!isDeepStrictEqual(own.data, stock.data) && !isLess(stock.data, own.data, losesTypes)) return 'data';
  if (own.data === undefined) return own.errors?.length && stock.errors?.length ? null : 'refusal';
  if (!sameErrors(own, stock, textOf)) return 'errors';
  if (!sameErrors(own, stock, (error) => textOf(error) + placeOf(error))) return 'places of errors';
  const told = new Set(stock.errors?.map(({ path }) => JSON.stringify(path)));
  const astray = own.errors?.find(({ path }) => path && !told.has(JSON.stringify(path)) && leadsAstray(own.data, path));
  if (astray) return `an error's path that leads nowhere: ${astray.path!.join('.')}`;
  return isDeepStrictEqual(completedAt(own), completedAt(stock)) ? null : 'value completion';
};

/**
 * Known to be wrong in the stock executor, right in ours:
 * - An error of an entity is told of another element of its list where elements before it were not asked for (of another type, or
 *   null). Indices are therefore not compared; but where they differ, ours must lead somewhere.
 * - A field in a fragment within a fragment of another type is left out where the subgraph was not asked for `__typename`. Less is no
 *   difference: that ours has what was asked for, and nothing else, is looked at apart (`asked.ts`).
 * - An object whose type is known loses it when a subgraph that knows its interface as one object answers again: it lacks what was asked
 *   of the type, or is null.
 * - A null that may not be is told of with the type that a fragment names, not with the object's. Texts are not compared.
 * - `__typename` comes before fields that were asked for before it, where it was asked for twice. The order is not compared.
 */
const placeOf = ({ path }: Pick<GraphQLFormattedError, 'path'>): string => JSON.stringify(path?.map((step) => (typeof step === 'number' ? '#' : step)));

/** The places of values that the schema has no room for. */
const completedAt = ({ extensions }: ExecutionResult): string[] => [...new Set((extensions?.valueCompletion as GraphQLFormattedError[] | undefined)?.map(({ path }) => JSON.stringify(path)))].sort();

/** Whether `part` says nothing that `whole` does not. */
const isLess = (part: unknown, whole: unknown, losesTypes: boolean): boolean => {
  if (losesTypes && part === null && typeof whole === 'object') return true;
  if (typeof part !== 'object' || typeof whole !== 'object' || part === null || whole === null) return part === whole;
  if (Array.isArray(part)) return Array.isArray(whole) && part.length === whole.length && part.every((item, index) => isLess(item, whole[index], losesTypes));
  return Object.entries(part).every(([name, value]) => Object.hasOwn(whole, name) ? isLess(value, (whole as Record<string, unknown>)[name], losesTypes) : false);
};

/** An error of two paths in one call is told once where it concerns the call, twice where it concerns the entities. */
const sameErrors = (own: ExecutionResult, stock: ExecutionResult, key: (error: GraphQLFormattedError) => string): boolean => {
  const set = ({ errors }: ExecutionResult) => [...new Set(errors?.map(key))].sort();
  return isDeepStrictEqual(set(own), set(stock));
};

const textOf = ({ message, extensions }: GraphQLFormattedError): string => JSON.stringify([message, extensions?.code, extensions?.serviceName]);

/**
 * A path should end at a null, or below one; at an object, some of whose fields an entity's failure took; or at a field that has no
 * place in the answer, or a value from another subgraph, because it was fetched on the planner's own account. Lists it must not leave.
 */
const leadsAstray = (data: unknown, path: readonly (string | number)[]): boolean => {
  let at = data;
  for (const step of path) {
    if (at === null) return false;
    if (typeof at !== 'object' || !Object.hasOwn(at!, step)) return typeof step === 'number';
    at = (at as Record<string | number, unknown>)[step];
  }
  return false;
};
