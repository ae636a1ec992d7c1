import type { GraphQLSchema } from 'graphql';
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { jsonOf, mergeInto, type Json } from './json-rules.ts';
import { applyRewrites } from './rewrites.ts';
import { isOfType } from './type-rules.ts';

/** How entities of one type are represented. */
export interface Representation {
  /** What makes an entity the same as another of its type; undefined where it lacks what its subgraph has to know. */
  identity(entity: Json): unknown;
  /** As JSON. */
  text(entity: Json, identity: unknown): string;
}

/** The representation for an entity's type. */
export type Represent = (entity: Json) => Representation;

export interface RepresentOptions {
  schema: GraphQLSchema;
  /** The name a subgraph knows a required field by. */
  fieldName(name: string): string;
}

/** Compiled once a fetch, and for each type that it meets. */
export const compileRepresentation = (options: RepresentOptions, requires: readonly QueryPlanSelectionNode[], rewrites: readonly FetchDataRewrite[] = []): Represent => {
  const byType = new Map<string, Representation>();
  return (entity) => {
    const typename = entity.__typename as string;
    const known = byType.get(typename);
    if (known) return known;
    const compiled = compileForType(options, requires, rewrites, typename);
    if (options.schema.getType(String(typename))) byType.set(typename, compiled);
    return compiled;
  };
};

const compileForType = (options: RepresentOptions, requires: readonly QueryPlanSelectionNode[], rewrites: readonly FetchDataRewrite[], typename: string): Representation => {
  const groups = requires.filter((selection) => selection.kind === 'InlineFragment' && isOfType(options.schema, typename, selection.typeCondition));
  const isPlain = groups.length === 1 && rewrites.length === 0;
  const plain = isPlain ? plainRepresentation(options, groups[0].selections!, typename) : null;
  return plain ?? knownByText((entity) => {
    const representation = select(options, entity, groups);
    if (!representation?.__typename) return null;
    applyRewrites(options.schema, rewrites, representation);
    return JSON.stringify(representation);
  });
};

const knownByText = (textOf: (entity: Json) => string | null): Representation => ({ identity: (entity) => textOf(entity) ?? undefined, text: (_entity, identity) => String(identity) });

/** Most entities are a type and one id: two of one id are the same, and a text is made for one of them. */
const plainRepresentation = (options: RepresentOptions, selections: readonly QueryPlanSelectionNode[], typename: string): Representation | null => {
  const [key, ...others] = selections.filter((selection) => selection.kind !== 'Field' || selection.name !== '__typename');
  const isOneField = others.length === 0 && selections.length === 2 && key?.kind === 'Field' && !key.selections && !(key.name in Object.prototype);
  if (!isOneField) return null;
  const head = `{"__typename":${JSON.stringify(typename)},${JSON.stringify(options.fieldName(key.name))}:`;
  return { identity: (entity) => entity[key.name], text: (_entity, identity) => `${head}${jsonOf(identity)}}` };
};

const selectAll = (options: RepresentOptions, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown =>
  (Array.isArray(value) ? value.map((element) => selectAll(options, element, selections)) : select(options, value as Json | null, selections));

/** What `selections` name of an object, or null where it lacks one of them. */
const select = (options: RepresentOptions, source: Json | null, selections: readonly QueryPlanSelectionNode[]): Json | null => {
  if (source === null || typeof source !== 'object') return null;
  const result: Json = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const value = Object.hasOwn(source, selection.name) ? source[selection.name] : undefined;
      if (value === undefined) return null;
      result[options.fieldName(selection.name)] = selection.selections ? selectAll(options, value, selection.selections) : value;
    } else if (isOfType(options.schema, source.__typename, selection.typeCondition)) {
      mergeInto(result, select(options, source, selection.selections) ?? {});
    }
  }
  return result;
};
