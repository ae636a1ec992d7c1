import { execute, Kind, visit, type DocumentNode, type ExecutionResult, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { CodedError } from '@microplate/platform/errors';

/** An operation that asks for the schema alone. graphql-js answers it: @apollo/gateway's own schema lacks `isOneOf`, which tools ask for. */
export const isIntrospection = (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean => {
  const asksSchema = ({ selections }: SelectionSetNode): boolean => selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__');
    return asksSchema(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)!.selectionSet);
  });
  return operation.operation === 'query' && asksSchema(operation.selectionSet);
};

export const introspect = async (schema: GraphQLSchema, { document, operationName, variables }: { document: DocumentNode; operationName?: string; variables: Record<string, unknown> }): Promise<ExecutionResult> =>
  execute({ schema, document, operationName, variableValues: variables });

/** @throws CodedError where data and `isOneOf` are asked for together, which the planner can't. */
export const refuseMixed = (document: DocumentNode): void => {
  visit(document, { Field: ({ name }) => {
    if (name.value === 'isOneOf') throw new CodedError('GRAPHQL_VALIDATION_FAILED', 'Ask for "isOneOf" in an operation of its own, without data.');
  } });
};
