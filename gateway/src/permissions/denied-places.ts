import { isAbstractType, Kind, type DirectiveNode, type GraphQLCompositeType, type GraphQLOutputType } from 'graphql';
import type { DeniedCoordinate } from './check-permissions.ts';

/** A selection that was taken out of an operation: a response key that should be there as null. */
export interface DeniedField {
  denied: DeniedCoordinate;
  /** The object type it was denied on; null where its place can be of no other. */
  onType: string | null;
  type: GraphQLOutputType;
  /** All hold where the client asked for it at all. */
  when: readonly Condition[];
}

/** `@include(if: $variable)` wants true, `@skip` false. */
export interface Condition { variable: string; wants: boolean }

/** One selection set of the original operation: what was asked there, and what of it is denied. */
export interface Place {
  /** Objects of more than one type can stand here. */
  abstract: boolean;
  /** By object type, the response keys in the order they were asked. */
  keys: Map<string, Set<string>>;
  denied: Map<string, DeniedField[]>;
  fields: Map<string, { type: GraphQLOutputType; place: Place }>;
  /** Something was taken out here or below. */
  touched: boolean;
}

/** Asked for beside what is left, to tell the types of objects whose fields are denied on some of them; never answered. */
export const TYPE_KEY = '_deniedTypeOf';

export const createPlace = (type: GraphQLCompositeType): Place => ({ abstract: isAbstractType(type), keys: new Map(), denied: new Map(), fields: new Map(), touched: false });

/** The variables that decide whether a selection is wanted. */
export const conditionsOf = (directives: readonly DirectiveNode[] = []): Condition[] => directives.flatMap(({ name, arguments: given = [] }) => {
  const value = given[0]?.value;
  if (value?.kind !== Kind.VARIABLE || (name.value !== 'skip' && name.value !== 'include')) return [];
  return [{ variable: value.name.value, wants: name.value === 'include' }];
});
