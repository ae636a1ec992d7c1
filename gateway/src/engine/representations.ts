import type { GraphQLSchema } from 'graphql';
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { jsonOf, mergeInto, type Json } from './json-rules.ts';
import { applyRewrites } from './rewrites.ts';
import { isOfType } from './type-rules.ts';

/** An entity's representation as JSON, or null where it lacks what its subgraph has to know. */
export type Represent = (entity: Json) => string | null;

export interface RepresentOptions {
  schema: GraphQLSchema;
  /** The name a subgraph knows a required field by. */
  fieldName(name: string): string;
}

/** Compiled once a fetch, and for each type that it meets. */
export const compileRepresentation = (options: RepresentOptions, requires: readonly QueryPlanSelectionNode[], rewrites: readonly FetchDataRewrite[] = []): Represent => {
  const byType = new Map<string, Represent>();
  return (entity) => {
    const typename = entity.__typename as string;
    const known = byType.get(typename);
    if (known) return known(entity);
    const compiled = compileForType(options, requires, rewrites, typename);
    if (options.schema.getType(String(typename))) byType.set(typename, compiled);
    return compiled(entity);
  };
};

const compileForType = (options: RepresentOptions, requires: readonly QueryPlanSelectionNode[], rewrites: readonly FetchDataRewrite[], typename: string): Represent => {
  const groups = requires.filter((selection) => selection.kind === 'InlineFragment' && isOfType(options.schema, typename, selection.typeCondition));
  const [only] = groups;
  const isPlain = groups.length === 1 && rewrites.length === 0;
  if (isPlain && only.selections!.every((selection) => selection.kind === 'Field')) return compileText(options, only.selections!);
  return (entity) => {
    const representation = select(options, entity, groups);
    if (!representation?.__typename) return null;
    applyRewrites(options.schema, rewrites, representation);
    return JSON.stringify(representation);
  };
};

/** Most entities are one type and a few scalars: their text is put together without an object in between. */
const compileText = (options: RepresentOptions, selections: readonly QueryPlanSelectionNode[]): Represent => {
  const fields = selections.map((selection, index) => {
    const { name, selections: inner } = selection as { name: string; selections?: QueryPlanSelectionNode[] };
    return { name, inner, head: `${index === 0 ? '{' : ','}${JSON.stringify(options.fieldName(name))}:` };
  });
  if (!fields.some(({ name }) => name === '__typename')) return () => null;
  return (entity) => {
    let text = '';
    for (const { name, inner, head } of fields) {
      const value = entity[name];
      if (value === undefined || !Object.hasOwn(entity, name)) return null;
      text += head + jsonOf(inner ? selectAll(options, value, inner) : value);
    }
    return `${text}}`;
  };
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
