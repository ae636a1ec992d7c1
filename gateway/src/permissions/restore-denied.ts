import { GraphQLError, isListType, isNonNullType, type ExecutionResult, type GraphQLOutputType } from 'graphql';
import { sentence } from './check-permissions.ts';
import { TYPE_KEY, type Condition, type DeniedField, type Place } from './denied-places.ts';

/** Who was denied, and what decides which selections were wanted. */
export interface Asker { signedIn: boolean; variables: Readonly<Record<string, unknown>> }

interface Restoring extends Asker { errors: GraphQLError[] }

type Data = Record<string, unknown>;
type Path = readonly (string | number)[];

/**
 * Puts what was denied back into an answer: null, and an error with its path, what was denied and what it needs; where null
 * is not allowed the object above is null, as the specification has it.
 */
export const restoreDenied = (root: Place, result: ExecutionResult, asker: Asker): ExecutionResult => {
  if (!result.data) return result;
  const restoring: Restoring = { ...asker, errors: [] };
  const data = restoreObject(restoring, root, result.data, []);
  const errors = [...(result.errors ?? []), ...restoring.errors];
  return { ...result, data, ...(errors.length > 0 ? { errors } : {}) };
};

const restoreObject = (restoring: Restoring, place: Place, data: Data, path: Path): Data | null => {
  const restored: [string, unknown][] = [];
  for (const key of keysOf(place, data)) {
    const denied = place.denied.get(key)?.find((field) => isMeant(field, data[TYPE_KEY]) && isWanted(field.when, restoring.variables));
    if (denied) restoring.errors.push(errorOf(denied, [...path, key], restoring));
    if (!denied && !Object.hasOwn(data, key)) continue;
    const child = place.fields.get(key);
    const value = denied ? null : child?.place.touched ? restoreValue(restoring, child.type, child.place, data[key], [...path, key]) : data[key];
    if (value === null && isNonNullType(denied?.type ?? child?.type)) return null;
    restored.push([key, value]);
  }
  // Not by assignment: `__proto__` is a name like any other in GraphQL.
  return Object.fromEntries(restored);
};

/** Where nothing was taken out, the answer has its keys in order; where something was, the operation knew it. */
const keysOf = ({ denied, abstract, keys }: Place, data: Data): Iterable<string> => {
  const asked = denied.size === 0 ? undefined : abstract ? keys.get(String(data[TYPE_KEY])) : keys.values().next().value;
  return asked ?? Object.keys(data).filter((key) => key !== TYPE_KEY);
};

const restoreValue = (restoring: Restoring, type: GraphQLOutputType, place: Place, value: unknown, path: Path): unknown => {
  if (value === null || value === undefined) return null;
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (!isListType(nullable)) return restoreObject(restoring, place, value as Data, path);
  const items = (value as unknown[]).map((item, index) => restoreValue(restoring, nullable.ofType, place, item, [...path, index]));
  return isNonNullType(nullable.ofType) && items.includes(null) ? null : items;
};

const isMeant = ({ onType }: DeniedField, typename: unknown): boolean => onType === null || onType === typename;

const isWanted = (when: readonly Condition[], variables: Asker['variables']): boolean => when.every(({ variable, wants }) => variables[variable] === wants);

const errorOf = ({ denied }: DeniedField, path: Path, { signedIn }: Asker): GraphQLError => {
  const message = signedIn ? `Your account may not read this: ${sentence(denied)}.` : `Sign in to read ${denied.coordinate}: send "Authorization: Bearer <access token>".`;
  return new GraphQLError(message, { path, extensions: { ...denied, code: signedIn ? 'FORBIDDEN' : 'UNAUTHENTICATED' } });
};
