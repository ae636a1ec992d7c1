import {
  Kind, valueFromAST, visit, GraphQLBoolean, SchemaMetaFieldDef, TypeMetaFieldDef,
  type DirectiveNode, type DocumentNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLField, type OperationDefinitionNode, type SelectionNode,
} from 'graphql';

export type Included = (selection: SelectionNode) => boolean;
export type Variables = Readonly<Record<string, unknown>>;

/** A field that validation has found in the type. */
export const fieldOf = (type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> => {
  if ('getFields' in type && type.getFields()[name]) return type.getFields()[name];
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  throw new TypeError(`There is no field "${name}" in ${type.name}.`);
};

export const operationOf = (document: DocumentNode, operationName?: string): OperationDefinitionNode =>
  document.definitions.find((definition): definition is OperationDefinitionNode =>
    definition.kind === Kind.OPERATION_DEFINITION && (!operationName || definition.name?.value === operationName))!;

export const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> => new Map(
  document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));

/** `@skip` and `@include` on variables: an operation has as many shapes as these have values. */
export interface Conditions {
  /** Names the shape that these variables ask for. */
  keyOf(variables: Variables): string;
  included(variables: Variables): Included;
  isTrue(variable: string, variables: Variables): boolean;
}

export const conditionsOf = (document: DocumentNode, operation: OperationDefinitionNode): Conditions => {
  const names = new Set<string>();
  visit(document, { Directive: (directive) => {
    const value = conditionOf(directive);
    if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
  } });
  const defaults = new Map(operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, valueFromAST(defaultValue, GraphQLBoolean)]));
  const isTrue = (name: string, variables: Variables): boolean => (variables[name] ?? defaults.get(name)) === true;
  const passes = (directive: DirectiveNode, truths: ReadonlySet<string>): boolean => {
    const value = conditionOf(directive);
    if (!value) return true;
    const holds = value.kind === Kind.VARIABLE ? truths.has(value.name.value) : value.kind === Kind.BOOLEAN && value.value;
    return holds === (directive.name.value === 'include');
  };
  return {
    isTrue,
    keyOf: (variables) => { let key = ''; for (const name of names) key += isTrue(name, variables) ? '1' : '0'; return key; },
    included: (variables) => {
      const truths = new Set([...names].filter((name) => isTrue(name, variables)));
      return ({ directives }) => !directives?.length || directives.every((directive) => passes(directive, truths));
    },
  };
};

const conditionOf = ({ name, arguments: given }: DirectiveNode) =>
  (name.value === 'skip' || name.value === 'include' ? given?.find((argument) => argument.name.value === 'if')?.value : undefined);
