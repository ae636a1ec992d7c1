import { isAbstractType, Kind, parse, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { eachEntityField } from './plan-rules.ts';
import { fragmentsOf, operationOf } from './selection-rules.ts';

/** `Type:path.to.field`, and `*:path.to.field` of any type. */
type Keys = ReadonlySet<string>;
/** What a fetch requires and does not find: `missing` are those `keys` that nothing before it brings. */
interface Lack { fetch: FetchNode; field: string; keys: readonly string[]; missing: readonly string[] }
/** A part of a plan: what it brings to the data, and what it lacks where it stands. */
interface Part { node: PlanNode; brings: Keys; lacks: readonly Lack[] }

/** A plan, and why those of its fetches can't be made that nothing brings what they require. */
export interface Ordered { node: PlanNode; unsupplied: ReadonlyMap<FetchNode, string> }

/**
 * The plan with fetches that bring what others require before those. On one type of an interface that a subgraph knows as one object,
 * Apollo's planner has both in parallel: what requires it is then not asked for, and null without a word.
 * @param before the fetch that has been made already, of a subscription's event.
 */
export const suppliersFirst = (schema: GraphQLSchema, node: PlanNode, before?: FetchNode): Ordered => {
  const part = arrange(schema, node, [], before ? broughtBy(schema, before, []) : new Set());
  const hopeless = part.lacks.filter(({ keys, missing }) => missing.length === keys.length);
  return { node: part.node, unsupplied: new Map(hopeless.map((lack) => [lack.fetch, explain(lack)])) };
};

const explain = ({ fetch, field }: Lack): string => {
  const fields: string[] = [];
  eachEntityField(parse(fetch.operation), ({ name }, typeName) => { if (!name.value.startsWith('__')) fields.push(`"${typeName}.${name.value}"`); });
  return `${fields.join(', ')} can't be resolved here: "${fetch.serviceName}" requires "${field}", which nothing fetches before. Ask for them apart.`;
};

const arrange = (schema: GraphQLSchema, node: PlanNode, path: readonly string[], known: Keys): Part => {
  switch (node.kind) {
    case 'Fetch': return { node, brings: broughtBy(schema, node, path), lacks: stillMissing(neededBy(schema, node, path), known) };
    case 'Flatten': {
      const part = arrange(schema, node.node, [...path, ...node.path.map(String).filter((name) => name !== '@')], known);
      return { ...part, node: { ...node, node: part.node } as PlanNode };
    }
    case 'Condition': {
      const [ifClause, elseClause] = [node.ifClause, node.elseClause].map((clause) => clause && arrange(schema, clause, path, known));
      return { ...together([ifClause, elseClause].filter((part) => part !== undefined)), node: { ...node, ifClause: ifClause?.node, elseClause: elseClause?.node } };
    }
    case 'Sequence': return inTurn(node.nodes.map((inner) => (before) => arrange(schema, inner, path, before)), known);
    case 'Parallel': return inLayers(node.nodes.map((inner) => arrange(schema, inner, path, known)), known);
    default: return { node, brings: new Set(), lacks: [] };
  }
};

const together = (parts: readonly Part[]): Omit<Part, 'node'> => ({ brings: new Set(parts.flatMap(({ brings }) => [...brings])), lacks: parts.flatMap(({ lacks }) => lacks) });

const inTurn = (steps: readonly ((known: Keys) => Part)[], known: Keys): Part => {
  const parts: Part[] = [];
  for (const step of steps) parts.push(step(new Set([...known, ...together(parts).brings])));
  return { ...together(parts), node: { kind: 'Sequence', nodes: parts.map(({ node }) => node) } };
};

/** Who lacks what others still have to bring waits for them. */
const inLayers = (parts: readonly Part[], known: Keys): Part => {
  const waitsFor = (part: Part, other: Part): boolean => other !== part && part.lacks.some((lack) => stillMissing([lack], other.brings)[0]?.missing.length !== lack.missing.length);
  const layers: Part[][] = [];
  for (let waiting = parts; waiting.length > 0;) {
    const free = waiting.filter((part) => !waiting.some((other) => waitsFor(part, other)));
    const layer = free.length > 0 ? free : waiting;
    layers.push([...layer]);
    waiting = waiting.filter((part) => !layer.includes(part));
  }
  const steps = layers.map((layer) => (before: Keys): Part => {
    const { brings, lacks } = together(layer);
    return { brings, lacks: stillMissing(lacks, before), node: layer.length === 1 ? layer[0].node : { kind: 'Parallel', nodes: layer.map(({ node }) => node) } };
  });
  return steps.length === 1 ? steps[0](known) : inTurn(steps, known);
};

const stillMissing = (lacks: readonly Lack[], known: Keys): Lack[] => lacks
  .map((lack) => ({ ...lack, missing: lack.missing.filter((key) => !known.has(key) && !known.has(anyType(key))) }))
  .filter(({ missing }) => missing.length > 0);

const anyType = (key: string): string => `*${key.slice(key.indexOf(':'))}`;

const typesOf = (schema: GraphQLSchema, name: string): string[] => {
  const type = schema.getType(name);
  const types = isAbstractType(type) ? schema.getPossibleTypes(type).map((possible) => possible.name) : [];
  return types.length > 0 ? types : [name];
};

const neededBy = (schema: GraphQLSchema, fetch: FetchNode, path: readonly string[]): Lack[] => {
  const needs: Lack[] = [];
  const visitIn = (selections: readonly QueryPlanSelectionNode[], at: readonly string[], types: readonly string[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') visitIn(selection.selections, at, at === path && selection.typeCondition ? typesOf(schema, selection.typeCondition) : types);
      else if (selection.name !== '__typename') {
        const keys = types.map((type) => `${type}:${[...at, selection.name].join('.')}`);
        needs.push({ fetch, field: [...at.slice(path.length), selection.name].join('.'), keys, missing: keys });
        if (selection.selections) visitIn(selection.selections, [...at, selection.name], [ANY]);
      }
    }
  };
  visitIn(fetch.requires ?? [], path, [ANY]);
  return needs;
};

/** Below an entity types are not told apart. */
const ANY = '?';

const broughtBy = (schema: GraphQLSchema, fetch: FetchNode, path: readonly string[]): Keys => {
  const keys = new Set<string>();
  const document = parse(fetch.operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  const renamed = new Map(fetch.outputRewrites?.map((rewrite) => [rewrite.path.at(-1), rewrite.kind === 'KeyRenamer' ? rewrite.renameKeyTo : undefined]));
  const visitIn = ({ selections }: SelectionSetNode, at: readonly string[], types: readonly string[] | null): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const { selectionSet, typeCondition } = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
        visitIn(selectionSet, at, narrowed(types, typeCondition && typesOf(schema, typeCondition.name.value)));
        continue;
      }
      const name = (selection.alias ?? selection.name).value;
      const inner = [...at, renamed.get(name) ?? name];
      for (const type of [...types ?? ['*'], ANY]) keys.add(`${type}:${inner.join('.')}`);
      if (selection.selectionSet) visitIn(selection.selectionSet, inner, null);
    }
  };
  const { selectionSet } = operationOf(document);
  if (!fetch.requires) visitIn(selectionSet, path, null);
  else for (const entities of selectionSet.selections) if (entities.kind === Kind.FIELD) visitIn(entities.selectionSet!, path, entityTypes(schema, fetch.requires));
  return keys;
};

const narrowed = (types: readonly string[] | null, condition: readonly string[] | undefined): readonly string[] | null =>
  (types && condition ? types.filter((type) => condition.includes(type)) : condition ?? types);

const entityTypes = (schema: GraphQLSchema, requires: readonly QueryPlanSelectionNode[]): string[] => [...new Set(requires.flatMap((selection) =>
  (selection.kind === 'InlineFragment' && selection.typeCondition ? typesOf(schema, selection.typeCondition) : [])))];
