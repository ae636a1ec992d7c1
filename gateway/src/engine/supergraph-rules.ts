import {
  Kind, parse, print,
  type ArgumentNode, type ConstDirectiveNode, type DirectiveNode, type DocumentNode, type FieldDefinitionNode, type FieldNode, type InterfaceTypeDefinitionNode, type NamedTypeNode,
  type ObjectTypeDefinitionNode, type SelectionSetNode, type TypeNode,
} from 'graphql';

/** A field with arguments as `@requires` asks for it, given a name of its own so that nobody else's arguments collide with it. */
export interface RequiredCall { name: string; field: string; arguments: readonly ArgumentNode[] }

/** The supergraph as the planner gets it. */
export interface PlannableSupergraph {
  sdl: string;
  /** By their own names; empty where no `@requires` reaches a field with arguments. */
  calls: ReadonlyMap<string, RequiredCall>;
  /** Names that the planner may fetch on its own account, for keys and for what is required. */
  fetchedNames: ReadonlySet<string>;
  /** By `Type.field`: the calls that its `@requires` names, in any subgraph. */
  callsOf: ReadonlyMap<string, readonly string[]>;
}

type TypeNodeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Repairs what Apollo's planner gets wrong, in the supergraph that it plans from:
 * - It fetches `f(limit: 3)` of a `@requires` under the name `f`, where a client's `f(limit: 1)` or another `@requires` has it
 *   too. Each such call becomes a field of its own, `f__1`, which {@link restoreCalls} turns back into an aliased call.
 * - Where it comes back to a subgraph it takes the first key, resolvable or not. Resolvable keys come first.
 */
export const plannableSupergraph = (supergraphSdl: string): PlannableSupergraph => {
  const document = parse(supergraphSdl, { noLocation: true });
  const naming = createNaming(document);
  const definitions = document.definitions.map((definition) => (hasFields(definition) ? naming.withNamedCalls(withResolvableKeysFirst(definition)) : definition));
  const whole = { ...document, definitions: definitions.map((definition) => (hasFields(definition) ? naming.withCallFields(definition) : definition)) };
  return { sdl: print(whole), calls: naming.calls, callsOf: naming.callsOf, fetchedNames: naming.fetchedNames };
};

const hasFields = (node: { kind: string }): node is TypeNodeWithFields => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

const argumentOf = (directive: DirectiveNode, name: string): string | boolean | undefined => {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN || value?.kind === Kind.ENUM ? value.value : undefined;
};

const isNamed = (name: string) => (directive: DirectiveNode): boolean => directive.name.value === name;
const isJoinField = isNamed('join__field');
const isJoinType = isNamed('join__type');

const withResolvableKeysFirst = (type: TypeNodeWithFields): TypeNodeWithFields => {
  const rank = (directive: DirectiveNode): number => (isJoinType(directive) && argumentOf(directive, 'resolvable') === false ? 1 : 0);
  return { ...type, directives: [...type.directives ?? []].sort((a, b) => rank(a) - rank(b)) };
};

const namedTypeOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type));

const fieldSetOf = (text: string): SelectionSetNode => {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  return (operation as { selectionSet: SelectionSetNode }).selectionSet;
};

const textOf = (fieldSet: SelectionSetNode): string => print(fieldSet).slice(1, -1).replace(/\s+/g, ' ').trim();

/** Walks the supergraph's field sets, and gives each call within `@requires` a field. */
const createNaming = (document: DocumentNode) => {
  const types = new Map(document.definitions.filter(hasFields).map((type) => [type.name.value, type]));
  const calls = new Map<string, RequiredCall>();
  const callsOf = new Map<string, string[]>();
  const fetchedNames = new Set<string>();
  const named = new Map<string, string>();
  const added = new Map<string, Map<string, RequiredCall>>();

  const declare = (typeName: string, call: RequiredCall): void => {
    const type = types.get(typeName);
    if (!type?.fields?.some(({ name }) => name.value === call.field)) return;
    added.set(typeName, (added.get(typeName) ?? new Map()).set(call.name, call));
    // An interface's field is every implementation's too.
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    for (const [name, { interfaces }] of types) if (interfaces?.some((implemented: NamedTypeNode) => implemented.name.value === typeName)) declare(name, call);
  };
  const nameOf = (field: FieldNode): string => {
    const text = print({ ...field, alias: undefined, selectionSet: undefined, directives: [] });
    const name = named.get(text) ?? `${field.name.value}__${named.size + 1}`;
    named.set(text, name);
    calls.set(name, { name, field: field.name.value, arguments: field.arguments ?? [] });
    return name;
  };
  const renameIn = (fieldSet: SelectionSetNode, typeName: string, found: string[]): SelectionSetNode => ({ ...fieldSet, selections: fieldSet.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: renameIn(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, found) };
    fetchedNames.add(selection.name.value);
    const definition = types.get(typeName)?.fields?.find(({ name }) => name.value === selection.name.value);
    const selectionSet = selection.selectionSet && definition ? renameIn(selection.selectionSet, namedTypeOf(definition.type), found) : selection.selectionSet;
    if (!definition?.arguments?.length) return { ...selection, selectionSet };
    const name = nameOf(selection);
    declare(typeName, calls.get(name)!);
    found.push(name);
    return { ...selection, name: { kind: Kind.NAME, value: name }, arguments: [], selectionSet };
  }) });
  const renameRequires = (directive: ConstDirectiveNode, typeName: string, found: string[]): ConstDirectiveNode => {
    const requires = isJoinField(directive) ? argumentOf(directive, 'requires') : undefined;
    if (typeof requires !== 'string') return directive;
    const value = { kind: Kind.STRING, value: textOf(renameIn(fieldSetOf(requires), typeName, found)) } as const;
    return { ...directive, arguments: directive.arguments!.map((argument) => (argument.name.value === 'requires' ? { ...argument, value } : argument)) };
  };
  const withNamedCalls = (type: TypeNodeWithFields): TypeNodeWithFields => {
    for (const directive of type.directives?.filter(isJoinType) ?? []) {
      const key = argumentOf(directive, 'key');
      if (typeof key === 'string') renameIn(fieldSetOf(key), type.name.value, []);
    }
    return { ...type, fields: (type.fields ?? []).map((field): FieldDefinitionNode => {
      const found: string[] = [];
      const directives = (field.directives ?? []).map((directive) => renameRequires(directive, type.name.value, found));
      if (found.length > 0) callsOf.set(`${type.name.value}.${field.name.value}`, found);
      return { ...field, directives };
    }) };
  };
  const withCallFields = (type: TypeNodeWithFields): TypeNodeWithFields => {
    const own = [...added.get(type.name.value)?.values() ?? []];
    const fields = own.map((call): FieldDefinitionNode => ({
      ...type.fields!.find(({ name }) => name.value === call.field)!, name: { kind: Kind.NAME, value: call.name }, arguments: [], description: undefined,
    }));
    return { ...type, fields: [...type.fields ?? [], ...fields] };
  };
  return { calls, callsOf, fetchedNames, withNamedCalls, withCallFields };
};
