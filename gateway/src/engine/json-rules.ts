export type Json = Record<string, unknown>;

// eslint-disable-next-line no-control-regex
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A value as JSON; short texts, which ids are, without the cost of a call to JSON.stringify. */
export const jsonOf = (value: unknown): string => {
  if (typeof value === 'string') return value.length < 200 && !NEEDS_ESCAPE.test(value) ? `"${value}"` : JSON.stringify(value);
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : JSON.stringify(value);
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Puts what a fetch brought to what is there: objects field by field, lists of one length element by element, and
 * anything else in place of what was. A `__typename` of `vague` ones does not replace what is known better.
 */
export const mergeInto = (target: Json, source: Json, vague?: ReadonlySet<unknown>): void => {
  for (const name in source) {
    if (name === '__typename' && vague?.has(source[name]) && target[name] !== undefined) continue;
    target[name] = merged(target[name], source[name], vague);
  }
};

const merged = (present: unknown, value: unknown, vague?: ReadonlySet<unknown>): unknown => {
  if (value === undefined) return present;
  if (isObject(present) && isObject(value)) { mergeInto(present, value, vague); return present; }
  if (!Array.isArray(present) || !Array.isArray(value) || present.length !== value.length) return value;
  for (let index = 0; index < value.length; index += 1) present[index] = merged(present[index], value[index], vague);
  return present;
};

/** Calls `found` for each object at `path` (`@` stands for every element of a list) and, where `at` is given, tells where it lies. */
export const forEachAt = (value: unknown, path: readonly string[], found: (object: Json, at: readonly (string | number)[]) => void, at?: (string | number)[], step = 0): void => {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    const next = path[step] === '@' ? step + 1 : step;
    for (let index = 0; index < value.length; index += 1) {
      at?.push(index);
      forEachAt(value[index], path, found, at, next);
      at?.pop();
    }
  } else if (step === path.length) {
    if (typeof value === 'object') found(value as Json, at ?? []);
  } else if (path[step] !== '@') {
    at?.push(path[step]);
    forEachAt((value as Json)[path[step]], path, found, at, step + 1);
    at?.pop();
  }
};
