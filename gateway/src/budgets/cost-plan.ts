import {
  getNamedType, getNullableType, GraphQLError, isAbstractType, isCompositeType, isInterfaceType, isListType, isObjectType, Kind,
  type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLField, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { conditionsOf, type Condition } from '../permissions/denied-places.ts';
import { isLeftOut } from '../permissions/operation-needs.ts';
import { argumentCost, type ArgumentCost } from './argument-cost.ts';
import type { Costs, ListSize } from './cost-directives.ts';

/** How many objects a list is taken to have: a number, or what a variable says, else `otherwise`. */
export interface Size { slices: readonly Slice[]; otherwise: number }

/** The most that a slicing argument asks for. */
export type Slice = number | { argument: string; variable: string; otherwise: number | null };

/** One way a response key is asked for. */
export interface Variant {
  coordinate: string;
  /** All hold where it is asked for at all. */
  when: readonly Condition[];
  /** Of each object or value it gives. */
  weight: number;
  arguments: readonly ArgumentCost[];
  /** What its own `@listSize` says, for its list or for those of `sizedFields`. */
  listSize: Size | null;
  /** How many it gives; null for one. */
  size: Size | null;
}

/** A response key whose cost is not nothing, with those below it. `weight` is its dearest variant's. */
export interface CostNode { key: string; weight: number; variants: readonly Variant[]; children: readonly CostNode[] }

/** What an operation costs, but for its variables: compiled once a document. */
export interface CostPlan { base: number; nodes: readonly CostNode[] }

/** Apollo Router's numbers: 10 for any mutation, 1 for an object, nothing for a leaf. */
const MUTATION_COST = 10;
const OBJECT_WEIGHT = 1;

/** Reading the schema asks no subgraph, but is milliseconds of ours. */
const SCHEMA_COST = 100;

/** Objects of a list that nothing is known of. */
const UNKNOWN_SIZE = 10;

interface Compiling { schema: GraphQLSchema; costs: Costs; fragments: ReadonlyMap<string, FragmentDefinitionNode>; errors: GraphQLError[]; base: number }

interface Draft { key: string; variants: Variant[]; children: Drafts }
type Drafts = Map<string, Draft>;

interface Scope { parent: GraphQLCompositeType; nodes: Drafts; when: readonly Condition[]; sized: ReadonlyMap<string, Size> }

export interface CompiledCost { plan: CostPlan; /** Lists that are not asked for as `@listSize` wants. */ errors: readonly GraphQLError[] }

/** Compiles what a valid operation costs. What is asked for twice under one key is fetched once, and so it counts once. */
export const compileCost = ({ operation, ...given }: { schema: GraphQLSchema; costs: Costs; fragments: Compiling['fragments']; operation: OperationDefinitionNode }): CompiledCost => {
  const compiling: Compiling = { ...given, errors: [], base: operation.operation === 'mutation' ? MUTATION_COST : 0 };
  const nodes: Drafts = new Map();
  compileSet(compiling, operation.selectionSet, { parent: given.schema.getRootType(operation.operation)!, nodes, when: [], sized: new Map() });
  return { plan: { base: compiling.base, nodes: withoutFree(nodes) }, errors: compiling.errors };
};

const compileSet = (compiling: Compiling, { selections }: SelectionSetNode, scope: Scope): void => {
  for (const selection of selections) {
    if (isLeftOut(selection)) continue;
    const conditions = conditionsOf(selection.directives);
    const inner = conditions.length > 0 ? { ...scope, when: [...scope.when, ...conditions] } : scope;
    if (selection.kind === Kind.FIELD) { compileField(compiling, selection, inner); continue; }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : compiling.fragments.get(selection.name.value)!;
    const parent = fragment.typeCondition ? compiling.schema.getType(fragment.typeCondition.name.value) as GraphQLCompositeType : scope.parent;
    compileSet(compiling, fragment.selectionSet, { ...inner, parent });
  }
};

const compileField = (compiling: Compiling, node: FieldNode, { parent, nodes, when, sized }: Scope): void => {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field) {
    if (node.name.value === '__schema' || node.name.value === '__type') compiling.base += SCHEMA_COST;
    return;
  }
  const key = (node.alias ?? node.name).value;
  const costNode: Draft = nodes.get(key) ?? { key, variants: [], children: new Map() };
  nodes.set(key, costNode);
  const variant = variantOf(compiling, node, field, { parent, when, size: sized.get(field.name) ?? null });
  if (!costNode.variants.some((known) => known.coordinate === variant.coordinate && sameConditions(known.when, when))) costNode.variants.push(variant);
  const named = getNamedType(field.type);
  if (!node.selectionSet || !isCompositeType(named)) return;
  const sizedFields = listSizeOf(compiling, parent, field.name)?.sizedFields ?? [];
  compileSet(compiling, node.selectionSet, { parent: named, nodes: costNode.children, when, sized: new Map(variant.listSize ? sizedFields.map((name) => [name, variant.listSize!]) : []) });
};

const variantOf = (compiling: Compiling, node: FieldNode, field: GraphQLField<unknown, unknown>, { parent, when, size }: { parent: GraphQLCompositeType; when: readonly Condition[]; size: Size | null }): Variant => {
  const directive = listSizeOf(compiling, parent, field.name);
  const listSize = directive ? sizeOf(compiling, node, field, directive) : null;
  const own = directive?.sizedFields.length ? null : listSize;
  return {
    coordinate: `${parent.name}.${field.name}`, when, listSize, weight: weightOf(compiling, parent, field),
    arguments: argumentCostsOf(compiling, node, field, parent), size: isListType(getNullableType(field.type)) ? size ?? own ?? { slices: [], otherwise: UNKNOWN_SIZE } : null,
  };
};

/** A field of an interface is as dear as the dearest it may stand for. */
const weightOf = ({ schema, costs }: Compiling, parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): number => {
  const own = coordinates(schema, parent, field.name).flatMap((coordinate) => costs.weights.get(coordinate) ?? []);
  const result = getNamedType(field.type);
  return own.length > 0 ? Math.max(...own) : typeWeight(schema, costs, result);
};

const typeWeight = (schema: GraphQLSchema, { weights }: Costs, type: GraphQLNamedType): number => {
  const own = weights.get(type.name);
  if (own !== undefined) return own;
  if (isAbstractType(type)) return Math.max(OBJECT_WEIGHT, ...schema.getPossibleTypes(type).flatMap(({ name }) => weights.get(name) ?? []));
  return isObjectType(type) ? OBJECT_WEIGHT : 0;
};

const coordinates = (schema: GraphQLSchema, parent: GraphQLCompositeType, field: string): string[] =>
  [parent, ...(isAbstractType(parent) ? schema.getPossibleTypes(parent) : [])].map(({ name }) => `${name}.${field}`);

const listSizeOf = ({ schema, costs }: Compiling, parent: GraphQLCompositeType, field: string): ListSize | undefined =>
  coordinates(schema, parent, field).map((coordinate) => costs.sizes.get(coordinate)).find((found) => found !== undefined);

const sizeOf = (compiling: Compiling, node: FieldNode, field: GraphQLField<unknown, unknown>, directive: ListSize): Size => {
  const slices = directive.slicingArguments.flatMap((name) => sliceOf(node, field, name) ?? []);
  if (directive.requireOneSlicingArgument && directive.slicingArguments.length > 0 && slices.length !== 1) {
    compiling.errors.push(new GraphQLError(`"${field.name}" should be given exactly one of ${directive.slicingArguments.join(', ')}.`, { nodes: node }));
  }
  return { slices, otherwise: directive.assumedSize ?? UNKNOWN_SIZE };
};

/** What a slicing argument says; null where it is neither given nor has a default. */
const sliceOf = (node: FieldNode, field: GraphQLField<unknown, unknown>, name: string): Slice | null => {
  const standard = field.args.find((argument) => argument.name === name)?.defaultValue;
  const otherwise = typeof standard === 'number' ? standard : null;
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value?.kind === Kind.VARIABLE) return { argument: name, variable: value.name.value, otherwise };
  return value?.kind === Kind.INT ? Number(value.value) : otherwise;
};

const argumentCostsOf = ({ schema, costs }: Compiling, node: FieldNode, field: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType): ArgumentCost[] =>
  (node.arguments ?? []).flatMap(({ name, value }) => {
    const argument = field.args.find((candidate) => candidate.name === name.value)!;
    const own = coordinates(schema, parent, field.name).map((coordinate) => costs.weights.get(`${coordinate}(${name.value}:)`)).find((weight) => weight !== undefined);
    return argumentCost(value, argument.type, own, costs) ?? [];
  });

const sameConditions = (a: readonly Condition[], b: readonly Condition[]): boolean =>
  a.length === b.length && a.every(({ variable, wants }, index) => variable === b[index].variable && wants === b[index].wants);

/** Leaves that cost nothing are most of an operation: nobody need look at them again. */
const withoutFree = (drafts: Drafts): CostNode[] => [...drafts.values()].flatMap(({ key, variants, children }) => {
  const node: CostNode = { key, variants, weight: Math.max(...variants.map(({ weight }) => weight)), children: withoutFree(children) };
  const isFree = node.children.length === 0 && variants.every((variant) => variant.weight === 0 && variant.arguments.length === 0 && !variant.listSize);
  return isFree ? [] : [node];
});
