import {
  getNullableType, isCompositeType, isLeafType, isListType, isNonNullType, isObjectType, Kind,
  type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema, type SelectionSetNode,
} from 'graphql';
import { leafCheck } from './leaf-rules.ts';
import { fieldOf, type Included } from './selection-rules.ts';
import { isOfType } from './type-rules.ts';

export type Path = (string | number)[];
export interface ValueError { message: string; path: Path; extensions: { code: string } }

/** Why a value became null: an error that was told already. */
const NULLED = Symbol('nulled');
/** Null where there may be none: the parent is null too. */
const INVALID = Symbol('invalid');

interface Reporting { errors: ValueError[]; path: Path; introspected: Readonly<Record<string, unknown>> }

type Complete = (value: unknown, reporting: Reporting, parent: string) => unknown;
type Json = Record<string, unknown>;

interface ShapedField {
  outer: string;
  inner: string;
  kind: 'value' | 'typename' | 'introspection';
  /** For a scalar or an enum: most values pass, and need nothing else. */
  isValid: ((value: unknown) => boolean) | null;
  complete: Complete;
}

export interface ShapeOptions {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  innerName(field: FieldNode): string;
  /** Whether `@skip` and `@include` of a node let it pass. */
  isIncluded: Included;
}

/** Makes the client's answer of what the fetches brought: its fields in its order, checked against the schema, nulls bubbled. */
export type Shape = (data: Json, introspected: Readonly<Record<string, unknown>>) => { data: Json | null; errors: ValueError[] };

export const compileShape = (options: ShapeOptions, rootType: GraphQLObjectType, selectionSet: SelectionSetNode): Shape => {
  const complete = completeObject(options, rootType, [selectionSet]);
  return (data, introspected) => {
    const reporting: Reporting = { errors: [], path: [], introspected };
    const shaped = complete(data, reporting, '');
    return { data: typeof shaped === 'object' ? shaped as Json | null : null, errors: reporting.errors };
  };
};

const report = ({ errors, path }: Reporting, message: string): typeof NULLED => {
  errors.push({ message, path: [...path], extensions: { code: 'INVALID_GRAPHQL' } });
  return NULLED;
};

const where = ({ path }: Reporting, type: GraphQLOutputType, parent: string): string => {
  const last = path.at(-1);
  return typeof last === 'string' ? `field ${parent}.${last}` : `array element of type ${String(type)} at index ${last}`;
};

const completeType = (options: ShapeOptions, type: GraphQLOutputType, selections: readonly SelectionSetNode[]): Complete => {
  if (isNonNullType(type)) return completeNonNull(type.ofType, completeType(options, type.ofType, selections));
  if (isListType(type)) return completeList(type, completeType(options, type.ofType, selections));
  if (isCompositeType(type)) return completeObject(options, type, selections);
  const isValid = leafCheck(type);
  return (value, reporting, parent) => {
    if (value === null || value === undefined) return null;
    return isValid(value) ? value : report(reporting, `Invalid value found for ${where(reporting, type, parent)}.`);
  };
};

const completeNonNull = (type: GraphQLOutputType, inner: Complete): Complete => (value, reporting, parent) => {
  const completed = inner(value, reporting, parent);
  if (completed !== null && completed !== NULLED) return completed;
  if (completed === null) report(reporting, `Cannot return null for non-nullable ${where(reporting, type, parent)}.`);
  return INVALID;
};

const completeList = (type: GraphQLOutputType, inner: Complete): Complete => (value, reporting, parent) => {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return report(reporting, `A list was expected for ${where(reporting, type, parent)}.`);
  const { path } = reporting;
  const completed = new Array<unknown>(value.length);
  let isInvalid = false;
  for (let index = 0; index < value.length; index += 1) {
    path.push(index);
    const element = inner(value[index], reporting, parent);
    path.pop();
    if (element === INVALID) isInvalid = true;
    completed[index] = element === NULLED ? null : element;
  }
  return isInvalid ? NULLED : completed;
};

/** Fields are collected once for each type that an object turns out to have. */
const completeObject = (options: ShapeOptions, type: GraphQLCompositeType, selections: readonly SelectionSetNode[]): Complete => {
  const known = new Map<unknown, readonly ShapedField[] | null>();
  const fieldsOf = (typename: unknown): readonly ShapedField[] | null => {
    const found = known.get(typename);
    if (found !== undefined) return found;
    const objectType = typename ? options.schema.getType(String(typename)) : type;
    const fields = isCompositeType(objectType) ? compileFields(options, objectType, selections) : null;
    // A subgraph may answer with any text; only the schema's names are remembered.
    if (fields) known.set(typename, fields);
    return fields;
  };
  return (value, reporting, parent) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'object') return report(reporting, `An object was expected for ${where(reporting, type, parent)}.`);
    const typename = (value as Json).__typename;
    const fields = fieldsOf(typename);
    if (!fields) return report(reporting, `Invalid __typename found for object at ${where(reporting, type, parent)}.`);
    return completeFields(value as Json, fields, reporting, typename ? String(typename) : type.name);
  };
};

const completeFields = (input: Json, fields: readonly ShapedField[], reporting: Reporting, typeName: string): unknown => {
  const output: Json = {};
  const { path } = reporting;
  for (const { outer, inner, kind, isValid, complete } of fields) {
    const given = kind === 'typename' ? input[inner] ?? input.__typename : kind === 'value' ? input[inner] : reporting.introspected[outer];
    if (kind === 'introspection' || (isValid !== null && given !== null && given !== undefined && isValid(given))) { put(output, outer, given); continue; }
    path.push(outer);
    const value = complete(given, reporting, typeName);
    path.pop();
    if (value === INVALID) return NULLED;
    put(output, outer, value === NULLED ? null : value);
  }
  return output;
};

/** `__proto__` is a name like any other in GraphQL, and none in JavaScript. */
const put = (output: Json, name: string, value: unknown): void => {
  if (name === '__proto__') Object.defineProperty(output, name, { value, enumerable: true, configurable: true, writable: true });
  else output[name] = value;
};

const compileFields = (options: ShapeOptions, type: GraphQLCompositeType, selections: readonly SelectionSetNode[]): readonly ShapedField[] => {
  const collected = new Map<string, FieldNode[]>();
  for (const selection of selections) collect(options, type, selection, collected);
  return [...collected].map(([outer, nodes]): ShapedField => {
    const [{ name }] = nodes;
    const inner = options.innerName(nodes[0]);
    if (name.value === '__typename') return { outer, inner, kind: 'typename', isValid: null, complete: completeTypename(options.schema, type) };
    if (name.value.startsWith('__')) return { outer, inner, kind: 'introspection', isValid: null, complete: () => null };
    const field = fieldOf(type, name.value);
    const leaf = getNullableType(field.type);
    return { outer, inner, kind: 'value', isValid: isLeafType(leaf) ? leafCheck(leaf) : null, complete: completeType(options, field.type, nodes.flatMap(({ selectionSet }) => selectionSet ?? [])) };
  });
};

/** A type that clients don't see, or that can have no objects, is no answer. */
const completeTypename = (schema: GraphQLSchema, parent: GraphQLCompositeType): Complete => (value) => {
  const type = typeof value === 'string' ? schema.getType(value) ?? parent : parent;
  return isObjectType(type) ? type.name : INVALID;
};

const collect = (options: ShapeOptions, type: GraphQLCompositeType, { selections }: SelectionSetNode, into: Map<string, FieldNode[]>): void => {
  for (const selection of selections) {
    if (!options.isIncluded(selection)) continue;
    if (selection.kind === Kind.FIELD) {
      const responseName = (selection.alias ?? selection.name).value;
      const nodes = into.get(responseName);
      if (nodes) nodes.push(selection); else into.set(responseName, [selection]);
    } else {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : options.fragments.get(selection.name.value)!;
      if (isOfType(options.schema, type.name, fragment.typeCondition?.name.value ?? type.name)) collect(options, type, fragment.selectionSet, into);
    }
  }
};
