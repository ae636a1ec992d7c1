import {
  getNamedType, isNonNullType, isObjectType, isInterfaceType, Kind, parse, print, valueFromASTUntyped, visit,
  type ConstValueNode, type DocumentNode, type ExecutionResult, type FieldNode, type GraphQLSchema, type OperationDefinitionNode, type ValueNode,
} from 'graphql';
import type { UpstreamRequest } from './upstream.ts';

export const AFTER = 'after';
const CURSOR = 'cursor';
const RESUME_VARIABLE = 'resumeAfter';
const RESUME_CURSOR = 'resumeCursor';

/** How a subscription can be taken up again where it was: its field takes `after` and its events have a `cursor`. */
export interface Resumable {
  /** What the client asked to start after. */
  startOf(variables: Record<string, unknown>): string | null;
  /** The request from `after` on; every event of it bears its cursor. */
  requestAfter(request: UpstreamRequest, after: string | null): UpstreamRequest;
  cursorOf(event: ExecutionResult): string | null;
}

/** Rewrites a primary's query so that it can be resumed, or null where its field has no `after` or no `cursor`. */
export const resumableOf = (schema: GraphQLSchema, query: string): Resumable | null => {
  const document = parse(query);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  const field = operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  const afterType = field && afterTypeOf(schema, field);
  if (!field?.selectionSet || !afterType) return null;
  const rewritten = rewrite(document, field, afterType);
  const responseKey = field.alias?.value ?? field.name.value;
  const given = field.arguments?.find(({ name }) => name.value === AFTER)?.value;
  return {
    startOf: (variables) => (given ? textOf(valueOf(given, operation, variables)) : null),
    requestAfter: (request, after) => ({ ...request, query: rewritten, variables: { ...request.variables, [RESUME_VARIABLE]: after } }),
    cursorOf: ({ data }) => textOf((data?.[responseKey] as Record<string, unknown> | null | undefined)?.[RESUME_CURSOR]),
  };
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The type of a subscription field's `after`, or null where it can't be resumed: without one, or without cursors. */
export const afterTypeOf = (schema: GraphQLSchema, { name }: FieldNode): string | null => {
  const field = schema.getSubscriptionType()?.getFields()[name.value];
  const argument = field?.args.find((candidate) => candidate.name === AFTER);
  const event = field && getNamedType(field.type);
  const hasCursor = (isObjectType(event) || isInterfaceType(event)) && CURSOR in event.getFields();
  return argument && !isNonNullType(argument.type) && hasCursor ? argument.type.toString() : null;
};

const valueOf = (node: ValueNode, operation: OperationDefinitionNode, variables: Record<string, unknown>): unknown => {
  if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node, variables);
  const fallback: ConstValueNode | undefined = operation.variableDefinitions?.find(({ variable }) => variable.name.value === node.name.value)?.defaultValue;
  return variables[node.name.value] ?? (fallback ? valueFromASTUntyped(fallback) : null);
};

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;

const rewrite = (document: DocumentNode, root: FieldNode, afterType: string): string => {
  const variable = { kind: Kind.VARIABLE, name: nameNode(RESUME_VARIABLE) } as const;
  const resumed: FieldNode = {
    ...root,
    arguments: [...(root.arguments ?? []).filter(({ name }) => name.value !== AFTER), { kind: Kind.ARGUMENT, name: nameNode(AFTER), value: variable }],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...root.selectionSet!.selections, { kind: Kind.FIELD, alias: nameNode(RESUME_CURSOR), name: nameNode(CURSOR) }] },
  };
  const withField = visit(document, { Field: (node) => (node === root ? resumed : undefined) });
  const used = new Set<string>();
  visit(withField, { VariableDefinition: () => false, Variable: ({ name }) => { used.add(name.value); } });
  const definition = { kind: Kind.VARIABLE_DEFINITION, variable, type: { kind: Kind.NAMED_TYPE, name: nameNode(afterType) } } as const;
  return print(visit(withField, { OperationDefinition: (node) => ({
    ...node, variableDefinitions: [...(node.variableDefinitions ?? []).filter(({ variable: { name } }) => used.has(name.value)), definition],
  }) }));
};
