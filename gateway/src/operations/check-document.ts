import {
  getOperationAST, getVariableValues, GraphQLError, Kind, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate,
  type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import { checkLimits, limitExceeded, type OperationLimits } from '../limits/limit-rules.ts';
import type { SchemaReaders } from './introspection.ts';
import { Refusal, withCode, withoutSuggestion } from './refusal.ts';

/** A document, read, within limits and valid. @throws Refusal or CodedError with every reason that was found. */
export const checkDocument = (query: string, { schema, limits, introspection }: { schema: GraphQLSchema; limits: OperationLimits; introspection: SchemaReaders }): DocumentNode => {
  const document = parseWithin(query, limits.maxTokens);
  checkLimits(document, limits);
  const errors = validateSafely(schema, document, introspection === 'off' ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules);
  if (errors.length > 0) throw invalid(errors);
  return document;
};

export const invalid = (errors: readonly GraphQLError[]): Refusal => new Refusal(errors.map((error) => withCode(withoutSuggestion(error), 'GRAPHQL_VALIDATION_FAILED')));

const parseWithin = (query: string, maxTokens: number): DocumentNode => {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    if (/more tha[tn] \d+ tokens/.test((error as Error).message)) throw limitExceeded('tokens', maxTokens);
    // Nested brackets can exhaust the parser's stack before they reach the limit of tokens.
    if (!(error instanceof GraphQLError)) throw new CodedError('GRAPHQL_LIMIT_EXCEEDED', 'The operation is nested too deeply to be read.');
    throw new Refusal([withCode(error, 'GRAPHQL_PARSE_FAILED')]);
  }
};

/** graphql-js 16 throws, instead of reporting, for @skip and @include with a variable at a subscription's root. */
const validateSafely = (schema: GraphQLSchema, document: DocumentNode, rules: typeof specifiedRules): readonly GraphQLError[] => {
  try {
    return validate(schema, document, rules);
  } catch (error) {
    return [new GraphQLError(`The operation can't be checked: ${(error as Error).message} Don't use @skip or @include at a subscription's root.`)];
  }
};

/** @throws CodedError where it is not clear which, or the graph has none of its kind. */
export const selectOperation = (document: DocumentNode, operationName: string | undefined, schema: GraphQLSchema): OperationDefinitionNode => {
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const why = operationName ? `There is no operation "${operationName.slice(0, 80)}" in the document.` : 'The document should have one operation, or "operationName" say which.';
    throw new CodedError('OPERATION_RESOLUTION_FAILURE', why);
  }
  if (!schema.getRootType(operation.operation)) throw new CodedError('GRAPHQL_VALIDATION_FAILED', `This graph has no ${operation.operation}s.`);
  return operation;
};

export const fragmentsOf = (document: DocumentNode): Map<string, FragmentDefinitionNode> => new Map(
  document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));

/** The variables as the operation declares them, with defaults. @throws Refusal BAD_USER_INPUT */
export const coerceVariables = (schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Record<string, unknown>): Record<string, unknown> => {
  if (!operation.variableDefinitions?.length) return {};
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions, variables, { maxErrors: 20 });
  if (errors) throw new Refusal(errors.map((error) => withCode(withoutSuggestion(error), 'BAD_USER_INPUT')));
  return coerced;
};
