import { Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql';
import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Planner } from './planner.ts';
import type { RequiredCall } from './supergraph-rules.ts';
import { Unplannable } from './unplannable.ts';

type Calls = Pick<Planner, 'calls' | 'callsOf'>;

/** The plan with every named call turned back into what it stands for. Without such calls it is the plan itself. */
export const restoreCalls = (node: PlanNode, names: Calls): PlanNode => {
  if (names.calls.size === 0) return node;
  if (node.kind === 'Fetch') {
    const fetches = splitFetch(node, names).map((fetch) => ({ ...fetch, operation: restoreIn(fetch.operation, names.calls) }));
    return fetches.length === 1 ? fetches[0] : { kind: 'Parallel', nodes: fetches };
  }
  if (node.kind === 'Sequence' || node.kind === 'Parallel') return { ...node, nodes: node.nodes.map((inner) => restoreCalls(inner, names)) };
  if (node.kind === 'Flatten') return { ...node, node: restoreCalls(node.node, names) };
  if (node.kind !== 'Condition') return node;
  const { ifClause, elseClause } = node;
  return { ...node, ifClause: ifClause && restoreCalls(ifClause, names), elseClause: elseClause && restoreCalls(elseClause, names) };
};

/** `price__1` -> `price__1: price(currency: "USD")`. */
const restoreIn = (operation: string, calls: ReadonlyMap<string, RequiredCall>): string => {
  if (![...calls.keys()].some((name) => operation.includes(name))) return operation;
  return stripIgnoredCharacters(print(visit(parse(operation), { Field: (field) => {
    const call = calls.get(field.name.value);
    return call && { ...field, alias: { kind: Kind.NAME, value: (field.alias ?? field.name).value }, name: { kind: Kind.NAME, value: call.field }, arguments: call.arguments };
  } })));
};

/** A representation has room for one `price`: fields that require it with different arguments are fetched apart. */
const splitFetch = (fetch: FetchNode, { calls, callsOf }: Calls): FetchNode[] => {
  const rivals = rivalsIn(fetch.requires ?? [], calls);
  if (rivals.size === 0) return [fetch];
  const document = parse(fetch.operation);
  const groups: Set<string>[] = [];
  const groupOf = new Map<SelectionNode, Set<string>>();
  eachEntityField(document, (field, typeName) => {
    const needs = (callsOf.get(`${typeName}.${field.name.value}`) ?? []).filter((name) => rivals.has(name));
    const isFree = (group: Set<string>) => needs.every((name) => rivals.get(name)!.every((rival) => !group.has(rival)));
    if (needs.some((name) => rivals.get(name)!.some((rival) => needs.includes(rival)))) throw conflict(typeName, field.name.value, needs, calls);
    let group = groups.find(isFree);
    if (!group) groups.push(group = new Set());
    for (const name of needs) group.add(name);
    groupOf.set(field, group);
  });
  return groups.map((group) => ({
    ...fetch,
    requires: without(fetch.requires!, (name) => rivals.has(name) && !group.has(name)),
    operation: stripIgnoredCharacters(print(onlyThose(document, (field) => (groupOf.get(field) ?? group) === group))),
  }));
};

const conflict = (typeName: string, field: string, needs: readonly string[], calls: ReadonlyMap<string, RequiredCall>): Unplannable =>
  new Unplannable(`"${typeName}.${field}" can't be resolved: it requires ${[...new Set(needs.map((name) => `"${calls.get(name)!.field}"`))].join(', ')} twice, with different arguments.`);

/** For each call of one field, the others of it beside it. */
const rivalsIn = (requires: readonly QueryPlanSelectionNode[], calls: ReadonlyMap<string, RequiredCall>, found = new Map<string, string[]>()): Map<string, string[]> => {
  const here = requires.flatMap((selection) => (selection.kind === 'Field' && calls.has(selection.name) ? calls.get(selection.name)! : []));
  for (const { name, field } of here) {
    const others = here.filter((other) => other.field === field && other.name !== name).map((other) => other.name);
    if (others.length > 0) found.set(name, others);
  }
  for (const { selections } of requires) if (selections) rivalsIn(selections, calls, found);
  return found;
};

/** The fields that a fetch asks of its entities: the first level below `_entities`, in any fragments. */
export const eachEntityField = (document: DocumentNode, found: (field: FieldNode, typeName: string) => void): void => {
  let typeName = '';
  visit(document, {
    InlineFragment: ({ typeCondition }) => { typeName = typeCondition?.name.value ?? typeName; },
    Field: (field) => {
      if (field.name.value === '_entities') return undefined;
      found(field, typeName);
      return false;
    },
  });
};

const onlyThose = (document: DocumentNode, isWanted: (field: FieldNode) => boolean): DocumentNode => visit(document, {
  Field: (field) => (field.name.value === '_entities' ? undefined : isWanted(field) ? false : null),
  InlineFragment: { leave: (fragment) => (fragment.selectionSet.selections.length === 0 ? null : undefined) },
});

const without = (selections: readonly QueryPlanSelectionNode[], isUnwanted: (name: string) => boolean): QueryPlanSelectionNode[] =>
  selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && isUnwanted(selection.name)) return [];
    return [selection.selections ? { ...selection, selections: without(selection.selections, isUnwanted) } as QueryPlanSelectionNode : selection];
  });
