import { execute, Kind, visit, type DocumentNode, type ExecutionResult, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';

/** Who may read the schema: all, nobody, or who has a permission. `__typename` is free. */
export type SchemaReaders = 'on' | 'off' | { permission: string };

/** An operation that asks for the schema alone. graphql-js answers it: @apollo/gateway's own schema lacks `isOneOf`, which tools ask for. */
export const isIntrospection = (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean => {
  const asksSchema = ({ selections }: SelectionSetNode): boolean => selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__');
    return asksSchema(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)!.selectionSet);
  });
  return operation.operation === 'query' && asksSchema(operation.selectionSet);
};

/** Whether `__schema` or `__type` are asked for anywhere. */
export const readsSchema = (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): boolean => {
  const asks = ({ selections }: SelectionSetNode): boolean => selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__schema' || selection.name.value === '__type';
    return asks(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)!.selectionSet);
  });
  return asks(operation.selectionSet);
};

/** @throws CodedError UNAUTHENTICATED or FORBIDDEN where reading the schema needs a permission that the caller lacks. */
export const checkIntrospection = (readers: SchemaReaders, identity: Identity): void => {
  if (typeof readers === 'string' || identity.permissions.includes(readers.permission)) return;
  const denied = [{ coordinate: 'Query.__schema', needs: [[readers.permission]] }];
  throw new CodedError(identity.userId ? 'FORBIDDEN' : 'UNAUTHENTICATED', `Reading the schema needs ${readers.permission}.`, { denied });
};

export const introspect = async (schema: GraphQLSchema, { document, operationName, variables }: { document: DocumentNode; operationName?: string; variables: Record<string, unknown> }): Promise<ExecutionResult> =>
  execute({ schema, document, operationName, variableValues: variables });

/** @throws CodedError where data and `isOneOf` are asked for together, which the planner can't. */
export const refuseMixed = (document: DocumentNode): void => {
  visit(document, { Field: ({ name }) => {
    if (name.value === 'isOneOf') throw new CodedError('GRAPHQL_VALIDATION_FAILED', 'Ask for "isOneOf" in an operation of its own, without data.');
  } });
};
