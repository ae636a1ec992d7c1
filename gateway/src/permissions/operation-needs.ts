import {
  getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType, Kind, valueFromASTUntyped, type FragmentDefinitionNode,
  type GraphQLCompositeType, type GraphQLObjectType, type GraphQLSchema, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import type { Policies, Rule, Rules } from './permission-rules.ts';

/** The rules that a selected operation touches, by coordinate, and whether its answer hangs on who asks. */
export interface OperationNeeds {
  rules: ReadonlyMap<string, Rule>;
  /** What the policies that they name ask. */
  policies: Policies;
  /** True where it selects what differs from person to person (`me`, say), so its answer may not be shared. */
  personal: boolean;
}

interface Walk {
  schema: GraphQLSchema;
  rules: Rules;
  personalFields: ReadonlySet<string>;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  found: Map<string, Rule>;
  /** (fragment, possible types) already walked: fragments spread many times cost once. */
  seen: Set<string>;
  personal: boolean;
}

/**
 * Walks a valid operation with the object types that each selection can meet at run time, so that a field of an
 * interface asks what every type it may stand for asks, and no other. Leaves out what a literal @skip or @include leaves out.
 */
export const needsOf = (options: {
  schema: GraphQLSchema; rules: Rules; policies: Policies; personalFields: ReadonlySet<string>;
  operation: OperationDefinitionNode; fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}): OperationNeeds => {
  const { operation, policies, ...rest } = options;
  const root = options.schema.getRootType(operation.operation)!;
  const walk: Walk = { ...rest, found: new Map(), seen: new Set(), personal: false };
  walkSelections(walk, operation.selectionSet, root, [root]);
  return { rules: walk.found, policies, personal: walk.personal };
};

const walkSelections = (walk: Walk, { selections }: SelectionSetNode, parent: GraphQLCompositeType, possible: readonly GraphQLObjectType[]): void => {
  for (const selection of selections) {
    if (isLeftOut(selection)) continue;
    if (selection.kind === Kind.FIELD) walkField(walk, selection.name.value, selection.selectionSet, parent, possible);
    else if (selection.kind === Kind.INLINE_FRAGMENT) narrow(walk, selection.typeCondition?.name.value, selection.selectionSet, parent, possible);
    else walkSpread(walk, walk.fragments.get(selection.name.value)!, parent, possible);
  }
};

const walkSpread = (walk: Walk, fragment: FragmentDefinitionNode, parent: GraphQLCompositeType, possible: readonly GraphQLObjectType[]): void => {
  const key = `${fragment.name.value}:${possible.map(({ name }) => name).join()}`;
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  narrow(walk, fragment.typeCondition.name.value, fragment.selectionSet, parent, possible);
};

const narrow = (walk: Walk, condition: string | undefined, selectionSet: SelectionSetNode, parent: GraphQLCompositeType, possible: readonly GraphQLObjectType[]): void => {
  if (!condition) return walkSelections(walk, selectionSet, parent, possible);
  const type = walk.schema.getType(condition) as GraphQLCompositeType;
  need(walk, type.name);
  const within = new Set(possibleTypes(walk.schema, type));
  walkSelections(walk, selectionSet, type, possible.filter((candidate) => within.has(candidate)));
};

const walkField = (walk: Walk, name: string, selectionSet: SelectionSetNode | undefined, parent: GraphQLCompositeType, possible: readonly GraphQLObjectType[]): void => {
  if (name.startsWith('__')) return;
  for (const type of possible) {
    need(walk, type.name);
    need(walk, `${type.name}.${name}`);
    if (walk.personalFields.has(`${type.name}.${name}`)) walk.personal = true;
  }
  const field = (isObjectType(parent) || isInterfaceType(parent) ? parent : possible[0])?.getFields()[name];
  const result = field && getNamedType(field.type);
  if (!result) return;
  need(walk, result.name);
  if (selectionSet && isCompositeType(result)) walkSelections(walk, selectionSet, result, possibleTypes(walk.schema, result));
};

/** Composition gives an interface the rules of all its types together: too many, and the walk knows which types it can be. */
const need = (walk: Walk, coordinate: string): void => {
  const rule = isInterfaceType(walk.schema.getType(coordinate)) ? undefined : walk.rules.get(coordinate);
  if (!rule) return;
  walk.found.set(coordinate, rule);
  // "Signed in" with no permission named means that the answer is about whoever asks; a policy may look at anything of them.
  if ((rule.signedIn && rule.scopes.length === 0) || rule.policies.length > 0) walk.personal = true;
};

export const possibleTypes = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);

/** By a literal `@skip` or `@include`. */
export const isLeftOut = ({ directives = [] }: SelectionNode): boolean => directives.some(({ name, arguments: given = [] }) => {
  const value = given[0]?.value;
  if (value?.kind !== Kind.BOOLEAN) return false;
  return name.value === 'skip' ? valueFromASTUntyped(value) === true : name.value === 'include' && valueFromASTUntyped(value) === false;
});
