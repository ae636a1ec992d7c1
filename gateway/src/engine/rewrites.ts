import type { GraphQLSchema } from 'graphql';
import type { FetchDataRewrite } from '@apollo/query-planner';
import type { Json } from './json-rules.ts';
import { isOfType } from './type-rules.ts';

const FRAGMENT = '... on ';

/** What the planner wants changed in a representation before it is sent, or in an answer before it is merged. */
export const applyRewrites = (schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[] | undefined, value: unknown): void => {
  for (const rewrite of rewrites ?? []) applyAt(schema, rewrite, value, 0);
};

const applyAt = (schema: GraphQLSchema, rewrite: FetchDataRewrite, value: unknown, step: number): void => {
  if (Array.isArray(value)) {
    for (const element of value) applyAt(schema, rewrite, element, step);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const object = value as Json;
  const name = rewrite.path[step];
  if (step === rewrite.path.length - 1) applyTo(rewrite, object, name);
  else if (!name.startsWith(FRAGMENT)) applyAt(schema, rewrite, Object.hasOwn(object, name) ? object[name] : undefined, step + 1);
  else if (isOfType(schema, object.__typename, name.slice(FRAGMENT.length), true)) applyAt(schema, rewrite, object, step + 1);
};

const applyTo = (rewrite: FetchDataRewrite, object: Json, name: string): void => {
  if (rewrite.kind === 'ValueSetter') object[name] = rewrite.setValueTo;
  else if (Object.hasOwn(object, name) && object[name] !== undefined) {
    object[rewrite.renameKeyTo] = object[name];
    object[name] = undefined;
  }
};
