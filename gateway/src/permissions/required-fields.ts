import { Kind, parse, type DocumentNode, type SelectionSetNode, type TypeNode } from 'graphql';

/** The coordinates that each field with `@requires` is computed from, with the types they go through. */
export const requiredBy = (supergraph: DocumentNode): Map<string, string[]> => {
  const types = fieldTypes(supergraph);
  const required = new Map<string, string[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const texts = (field.directives ?? []).filter(({ name }) => name.value === 'join__field')
        .flatMap((directive) => directive.arguments ?? []).filter(({ name }) => name.value === 'requires').map(({ value }) => value);
      const found = texts.flatMap((text) => (text.kind === Kind.STRING ? coordinatesOf(parseFields(text.value), definition.name.value, types) : []));
      if (found.length > 0) required.set(`${definition.name.value}.${field.name.value}`, found);
    }
  }
  return required;
};

const fieldTypes = ({ definitions }: DocumentNode): Map<string, string> => new Map(definitions.flatMap((definition) => (
  'fields' in definition && 'name' in definition && definition.name
    ? (definition.fields ?? []).map((field): [string, string] => [`${definition.name!.value}.${field.name.value}`, nameOf(field.type)]) : [])));

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const parseFields = (text: string): SelectionSetNode => {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (operation.kind !== Kind.OPERATION_DEFINITION) throw new Error(`The supergraph requires "${text}", which is no selection of fields.`);
  return operation.selectionSet;
};

const coordinatesOf = ({ selections }: SelectionSetNode, type: string, types: ReadonlyMap<string, string>): string[] => selections.flatMap((selection) => {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
  if (selection.kind === Kind.INLINE_FRAGMENT) return coordinatesOf(selection.selectionSet, selection.typeCondition?.name.value ?? type, types);
  const coordinate = `${type}.${selection.name.value}`;
  const result = types.get(coordinate);
  return [coordinate, ...(result ? [result] : []), ...(result && selection.selectionSet ? coordinatesOf(selection.selectionSet, result, types) : [])];
});
