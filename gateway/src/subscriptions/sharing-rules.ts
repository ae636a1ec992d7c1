import { Kind, print, visit, type ArgumentNode, type DocumentNode, type FieldNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { PreparedOperation } from '../operations/prepare.ts';
import { AFTER, afterTypeOf } from './resume-rules.ts';

/** What makes two subscriptions tell the same, wherever they start. */
export interface Sharing {
  /** The operation without where it starts. */
  operation: string;
  /** The variable that says where it starts and nothing else; null where there is none. */
  startVariable: string | null;
}

/**
 * Where its events have cursors, a subscription's `after` says how much of the past it is told, not what: those who resume
 * share a stream with all others once they have caught up.
 */
export const sharingOf = (schema: GraphQLSchema, { document, operation, queryHash, operationName }: PreparedOperation): Sharing => {
  const root = operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  const asItIs = { operation: `${queryHash} ${operationName ?? ''}`, startVariable: null };
  if (!root || !afterTypeOf(schema, root)) return asItIs;
  const after = root.arguments?.find(({ name }) => name.value === AFTER);
  const withoutAfter: DocumentNode = after ? visit(document, { Field: (node) => (node === root ? without(node, after) : undefined) }) : document;
  const startVariable = after?.value.kind === Kind.VARIABLE ? after.value.name.value : null;
  if (startVariable && uses(withoutAfter, startVariable)) return asItIs;
  const stripped = visit(withoutAfter, { OperationDefinition: (node) => withoutVariable(node, startVariable) });
  return { operation: `${print(stripped)} ${operationName ?? ''}`, startVariable };
};

const without = (field: FieldNode, argument: ArgumentNode): FieldNode => ({ ...field, arguments: field.arguments!.filter((one) => one !== argument) });

const withoutVariable = (operation: OperationDefinitionNode, name: string | null): OperationDefinitionNode =>
  ({ ...operation, variableDefinitions: operation.variableDefinitions?.filter(({ variable }) => variable.name.value !== name) });

const uses = (node: DocumentNode, name: string): boolean => {
  let found = false;
  visit(node, { VariableDefinition: () => false, Variable: (variable) => { found ||= variable.name.value === name; } });
  return found;
};
