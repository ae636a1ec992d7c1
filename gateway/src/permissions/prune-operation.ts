import {
  getNamedType, GraphQLNonNull, GraphQLString, isCompositeType, isInterfaceType, isObjectType, Kind, type FieldNode, type FragmentDefinitionNode,
  type GraphQLCompositeType, type GraphQLInterfaceType, type GraphQLObjectType, type GraphQLSchema, type InlineFragmentNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import { limitExceeded } from '../limits/limit-rules.ts';
import type { DeniedCoordinate } from './check-permissions.ts';
import { conditionsOf, createPlace, TYPE_KEY, type Condition, type DeniedField, type Place } from './denied-places.ts';
import { isLeftOut, possibleTypes } from './operation-needs.ts';

/** An operation without what is denied, and where that stood. */
export interface Pruned { operation: OperationDefinitionNode; root: Place }

interface Walk {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  denied: ReadonlyMap<string, DeniedCoordinate>;
  maxFields: number;
  /** Written so far: a field that some types deny is written once for each of the others, and so is all below it. */
  fields: number;
}

/** One selection set: its parent's type, the object types it can meet, and what decides whether it is wanted. */
interface Scope { parent: GraphQLCompositeType; possible: readonly GraphQLObjectType[]; place: Place; when: readonly Condition[] }

/**
 * Takes the denied fields out of a valid operation, for each type that they are denied on and no other; fragments are
 * written out where they are spread. Nothing denied is left to plan or to fetch.
 * @throws CodedError GRAPHQL_LIMIT_EXCEEDED where that takes more than `maxFields`.
 */
export const pruneOperation = (options: { schema: GraphQLSchema; fragments: Walk['fragments']; denied: readonly DeniedCoordinate[]; operation: OperationDefinitionNode; maxFields: number }): Pruned => {
  const { schema, fragments, operation, maxFields } = options;
  const walk: Walk = { schema, fragments, denied: new Map(options.denied.map((item) => [item.coordinate, item])), maxFields, fields: 0 };
  const type = schema.getRootType(operation.operation)!;
  const root = createPlace(type);
  return { operation: { ...operation, selectionSet: pruneSet(walk, operation.selectionSet, { parent: type, possible: [type], place: root, when: [] }) }, root };
};

const pruneSet = (walk: Walk, set: SelectionSetNode, scope: Scope): SelectionSetNode => {
  const selections = prune(walk, set, scope);
  const asksType = selections.length === 0 || [...scope.place.denied.values()].flat().some(({ onType }) => onType !== null);
  if (asksType) scope.place.touched = true;
  return { ...set, selections: asksType ? [TYPE_FIELD, ...selections] : selections };
};

const TYPE_FIELD: FieldNode = { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: TYPE_KEY }, name: { kind: Kind.NAME, value: '__typename' } };

const prune = (walk: Walk, { selections }: SelectionSetNode, scope: Scope): SelectionNode[] => selections.flatMap((selection) => {
  if (isLeftOut(selection)) return [];
  const inner = { ...scope, when: [...scope.when, ...conditionsOf(selection.directives)] };
  if (selection.kind === Kind.FIELD) return pruneField(walk, selection, inner);
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : { ...walk.fragments.get(selection.name.value)!, directives: selection.directives };
  return pruneFragment(walk, fragment, inner);
});

const pruneFragment = (walk: Walk, { typeCondition, selectionSet, directives }: Pick<InlineFragmentNode, 'typeCondition' | 'selectionSet' | 'directives'>, scope: Scope): SelectionNode[] => {
  const parent = typeCondition ? walk.schema.getType(typeCondition.name.value) as GraphQLCompositeType : scope.parent;
  const within = new Set(possibleTypes(walk.schema, parent));
  const selections = prune(walk, selectionSet, { ...scope, parent, possible: scope.possible.filter((type) => within.has(type)) });
  return selections.length > 0 ? [inFragment(parent, selections, directives)] : [];
};

const inFragment = (type: GraphQLCompositeType, selections: SelectionNode[], directives?: InlineFragmentNode['directives']): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT, typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } }, directives, selectionSet: { kind: Kind.SELECTION_SET, selections },
});

const pruneField = (walk: Walk, node: FieldNode, { possible, parent, place, when }: Scope): SelectionNode[] => {
  if (possible.length === 0) return [];
  const key = keyOf(node);
  if (key === TYPE_KEY) throw new CodedError('GRAPHQL_VALIDATION_FAILED', `"${TYPE_KEY}" is a name of the gateway's own: use another alias.`);
  for (const { name } of possible) place.keys.set(name, (place.keys.get(name) ?? new Set()).add(key));
  const isMeta = node.name.value.startsWith('__');
  // Which type an object has may be asked where it is not named; a fragment on a denied type names it.
  if (isMeta && !(isObjectType(parent) && walk.denied.has(parent.name))) return [node];
  const denials = new Map(possible.flatMap((type) => { const denied = deniedOn(walk, type, node.name.value); return denied ? [[type, denied]] : []; }));
  for (const [type, denied] of denials) note(place, key, { denied, onType: place.abstract ? type.name : null, type: isMeta ? TYPENAME : type.getFields()[node.name.value].type, when });
  if (denials.size === 0) return [withChildren(walk, node, parent as GraphQLInterfaceType, { place, when })];
  return possible.filter((type) => !denials.has(type)).map((type) => inFragment(type, [withChildren(walk, node, type, { place, when })]));
};

const TYPENAME = new GraphQLNonNull(GraphQLString);

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const note = (place: Place, key: string, field: DeniedField): void => {
  place.touched = true;
  place.denied.set(key, [...(place.denied.get(key) ?? []), field]);
};

const deniedOn = ({ denied }: Walk, type: GraphQLObjectType, name: string): DeniedCoordinate | undefined => {
  const field = type.getFields()[name];
  const result = field && getNamedType(field.type);
  return denied.get(type.name) ?? denied.get(`${type.name}.${name}`) ?? (result && !isInterfaceType(result) ? denied.get(result.name) : undefined);
};

const withChildren = (walk: Walk, node: FieldNode, parent: GraphQLObjectType | GraphQLInterfaceType, { place, when }: Pick<Scope, 'place' | 'when'>): FieldNode => {
  walk.fields += 1;
  if (walk.fields > walk.maxFields) throw limitExceeded('fields', walk.maxFields);
  const { type } = parent.getFields()[node.name.value];
  const named = getNamedType(type);
  if (!node.selectionSet || !isCompositeType(named)) return node;
  const key = keyOf(node);
  const child = place.fields.get(key) ?? { type, place: createPlace(named) };
  place.fields.set(key, child);
  const selectionSet = pruneSet(walk, node.selectionSet, { parent: named, possible: possibleTypes(walk.schema, named), place: child.place, when });
  if (child.place.touched) place.touched = true;
  return { ...node, selectionSet };
};
