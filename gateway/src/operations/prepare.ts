import { createHash } from 'node:crypto';
import {
  getOperationAST, getVariableValues, GraphQLError, Kind, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate,
  type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import { checkLimits, isDeeperThan, limitExceeded, type OperationLimits } from '../limits/limit-rules.ts';
import { checkPermissions } from '../permissions/check-permissions.ts';
import { needsOf, type OperationNeeds } from '../permissions/operation-needs.ts';
import type { Rules } from '../permissions/permission-rules.ts';
import { isIntrospection, refuseMixed } from './introspection.ts';
import { Refusal, badRequest, withCode } from './refusal.ts';

/** The GraphQL part of a request, from any transport; its shape is not yet believed. */
export interface OperationRequest { query?: unknown; operationName?: unknown; variables?: unknown }

/** An operation that may be executed: parsed, within limits, valid, permitted, with variables of the right types. */
export interface PreparedOperation {
  query: string;
  /** sha256 of `query` (hex): the key of its document and its plan. */
  queryHash: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  operationName?: string;
  variables: Record<string, unknown>;
  needs: OperationNeeds;
  /** It asks for the schema, and for no data. */
  introspection: boolean;
}

export interface Preparation {
  /** @throws Refusal or CodedError with every reason that was found. */
  prepare(request: OperationRequest, identity: Identity): PreparedOperation;
  /** The document of an operation that was prepared just now. */
  documentOf(queryHash: string): DocumentNode | undefined;
}

export interface PreparationOptions { schema: GraphQLSchema; rules: Rules; personalFields: ReadonlySet<string>; limits: OperationLimits; introspection: boolean }

interface CheckedOperation { needs: OperationNeeds; introspection: boolean }
interface CheckedDocument { document: DocumentNode; operations: Map<OperationDefinitionNode, CheckedOperation> }

const MOST_DOCUMENTS = 1000;
const MOST_NESTED_VARIABLES = 32;

/** The one way into the graph, whatever the transport. Documents are parsed, measured and validated once. */
export const createPreparation = (options: PreparationOptions): Preparation => {
  const documents = new LRUCache<string, CheckedDocument>({ max: MOST_DOCUMENTS });
  const checkedDocument = (query: string, queryHash: string): CheckedDocument => {
    const known = documents.get(queryHash);
    if (known) return known;
    const checked = { document: checkDocument(query, options), operations: new Map() };
    documents.set(queryHash, checked);
    return checked;
  };
  return {
    documentOf: (queryHash) => documents.get(queryHash)?.document,
    prepare: (request, identity) => {
      const { query, operationName, variables } = readShape(request);
      const queryHash = createHash('sha256').update(query).digest('hex');
      const { document, operations } = checkedDocument(query, queryHash);
      const operation = selectOperation(document, operationName, options.schema);
      const checked = operations.get(operation) ?? checkOperation(document, operation, options);
      operations.set(operation, checked);
      checkPermissions(checked.needs, identity);
      checkVariables(options.schema, operation, variables);
      return { query, queryHash, document, operation, operationName, variables, ...checked };
    },
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const readShape = ({ query, operationName, variables }: OperationRequest) => {
  if (typeof query !== 'string' || !query.trim()) throw badRequest('"query" should be the text of a GraphQL operation.');
  if (operationName != null && typeof operationName !== 'string') throw badRequest('"operationName" should be text.');
  if (variables != null && !isRecord(variables)) throw badRequest('"variables" should be an object.');
  if (isDeeperThan(variables, MOST_NESTED_VARIABLES)) throw limitExceeded('levels in its variables', MOST_NESTED_VARIABLES);
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
};

const checkDocument = (query: string, { schema, limits, introspection }: PreparationOptions): DocumentNode => {
  const document = parseWithin(query, limits.maxTokens);
  checkLimits(document, limits);
  const errors = validateSafely(schema, document, introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]);
  if (errors.length > 0) throw new Refusal(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')));
  return document;
};

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

const selectOperation = (document: DocumentNode, operationName: string | undefined, schema: GraphQLSchema): OperationDefinitionNode => {
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const why = operationName ? `There is no operation "${operationName.slice(0, 80)}" in the document.` : 'The document should have one operation, or "operationName" say which.';
    throw new CodedError('OPERATION_RESOLUTION_FAILURE', why);
  }
  if (!schema.getRootType(operation.operation)) throw new CodedError('GRAPHQL_VALIDATION_FAILED', `This graph has no ${operation.operation}s.`);
  return operation;
};

const checkOperation = (document: DocumentNode, operation: OperationDefinitionNode, options: PreparationOptions): CheckedOperation => {
  const fragments = fragmentsOf(document);
  const introspection = isIntrospection(operation, fragments);
  if (!introspection) refuseMixed(document);
  return { needs: needsOf({ ...options, operation, fragments }), introspection };
};

const fragmentsOf = (document: DocumentNode): Map<string, FragmentDefinitionNode> => new Map(
  document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));

const checkVariables = (schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Record<string, unknown>): void => {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 20 });
  if (errors) throw new Refusal(errors.map((error) => withCode(error, 'BAD_USER_INPUT')));
};
