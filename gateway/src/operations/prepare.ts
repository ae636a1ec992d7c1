import { hash } from 'node:crypto';
import {
  getOperationAST, getVariableValues, GraphQLError, Kind, NoSchemaIntrospectionCustomRule, parse, print, specifiedRules, validate,
  type DocumentNode, type ExecutionResult, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Budgets } from '../budgets/budgets.ts';
import type { Costs } from '../budgets/cost-directives.ts';
import { compileCost, type CostPlan } from '../budgets/cost-plan.ts';
import { actualCost, estimatedCost } from '../budgets/cost-rules.ts';
import type { Documents } from '../documents/documents.ts';
import { callerOf } from '../identity/identity-rules.ts';
import { checkLimits, checkVariables, limitExceeded, type OperationLimits } from '../limits/limit-rules.ts';
import { deniedTo, refusalOf, refuseUnknownPolicies, type DeniedCoordinate, type Policies } from '../permissions/check-permissions.ts';
import type { Place } from '../permissions/denied-places.ts';
import { needsOf, type OperationNeeds } from '../permissions/operation-needs.ts';
import type { Rules } from '../permissions/permission-rules.ts';
import { pruneOperation } from '../permissions/prune-operation.ts';
import { restoreDenied } from '../permissions/restore-denied.ts';
import { checkIntrospection, isIntrospection, readsSchema, refuseMixed, type SchemaReaders } from './introspection.ts';
import { Refusal, badRequest, withCode, withoutSuggestion } from './refusal.ts';

/** The GraphQL part of a request, from any transport; its shape is not yet believed. */
export interface OperationRequest { query?: unknown; operationName?: unknown; variables?: unknown; extensions?: unknown }

/** An operation that may be executed: parsed, within limits, valid, permitted, paid for, with variables of the right types. */
export interface PreparedOperation {
  /** As it was sent, less what is denied to this caller. */
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
  /** What `finish` needs to know again. */
  account: Account;
}

/** What an operation was let in with. */
export interface Account {
  caller: string;
  signedIn: boolean;
  plan: CostPlan;
  estimated: number;
  /** With their defaults. */
  variables: Readonly<Record<string, unknown>>;
  /** Where something denied was taken out; null where nothing was. */
  denied: Place | null;
}

export interface Preparation {
  /** @throws Refusal or CodedError with every reason that was found. */
  prepare(request: OperationRequest, identity: Identity): PreparedOperation;
  /**
   * Whoever executes what was prepared ends with this: the answer as its client sees it, with nulls and errors where something was
   * denied, and with what it cost (not for a subscription's events, which were paid for when it began).
   */
  finish(operation: PreparedOperation, result: ExecutionResult): ExecutionResult;
  /** The document of an operation that was prepared just now. */
  documentOf(queryHash: string): DocumentNode | undefined;
}

export interface PreparationOptions {
  schema: GraphQLSchema;
  rules: Rules;
  costs: Costs;
  personalFields: ReadonlySet<string>;
  policies: Policies;
  /** What becomes of an operation that asks for more than its caller may read: refused whole, or nulls with FORBIDDEN. */
  denial: 'refuse' | 'null';
  limits: OperationLimits;
  budgets: Budgets;
  /** Documents that are named by a hash. */
  documents: Documents;
  introspection: SchemaReaders;
}

/** An operation, whole or as one set of permissions may have it. */
interface Variation { query: string; queryHash: string; document: DocumentNode; operation: OperationDefinitionNode; needs: OperationNeeds; cost: CostPlan; denied: Place | null }

interface CheckedOperation extends Variation { introspection: boolean; readsSchema: boolean; variations: LRUCache<string, Variation> }
interface CheckedDocument { query: string; queryHash: string; document: DocumentNode; operations: Map<OperationDefinitionNode, CheckedOperation> }

const MOST_DOCUMENTS = 1000;
const MOST_DOCUMENT_LETTERS = 20_000_000;
const MOST_VARIATIONS = 50;

/** The one way into the graph, whatever the transport. Documents are parsed, measured, validated and priced once. */
export const createPreparation = (options: PreparationOptions): Preparation => {
  const { schema, limits, policies, budgets } = options;
  refuseUnknownPolicies(options.rules, policies);
  const documents = new LRUCache<string, CheckedDocument>({ max: MOST_DOCUMENTS, maxSize: MOST_DOCUMENT_LETTERS, sizeCalculation: (_checked, query) => query.length });
  const byHash = new LRUCache<string, DocumentNode>({ max: MOST_DOCUMENTS });
  const remember = <T extends { queryHash: string; document: DocumentNode }>(made: T): T => { byHash.set(made.queryHash, made.document); return made; };
  const checkedDocument = (query: string): CheckedDocument => {
    const known = documents.get(query);
    if (known) return known;
    const checked = remember({ query, queryHash: hash('sha256', query), document: checkDocument(query, options), operations: new Map() });
    documents.set(query, checked);
    return checked;
  };
  return {
    documentOf: (queryHash) => byHash.get(queryHash),
    finish: (operation, result) => finish(operation, result, budgets),
    prepare: (request, identity) => {
      const { query, operationName, variables } = readShape({ ...request, query: options.documents.textOf(request) }, limits);
      const whole = checkedDocument(query);
      options.documents.remember(request, query);
      const { document, operations } = whole;
      const operation = selectOperation(document, operationName, schema);
      const checked = operations.get(operation) ?? checkOperation(whole, operation, options);
      operations.set(operation, checked);
      if (checked.readsSchema) checkIntrospection(options.introspection, identity);
      const denied = deniedTo(checked.needs, identity);
      if (denied.length > 0 && options.denial === 'refuse') throw refusalOf(denied, identity);
      const coerced = coerce(schema, operation, variables);
      const { denied: place, cost, needs, ...allowed } = denied.length === 0 ? checked : remember(variationOf(checked, { document, operation, denied, identity }, options));
      const estimated = estimatedCost(cost, coerced, limits.maxListSize);
      if (estimated > limits.maxCost) throw tooDear(estimated, limits.maxCost);
      const caller = callerOf(identity);
      budgets.spend(caller, estimated);
      const account: Account = { caller, signedIn: identity.userId !== null, plan: cost, estimated, variables: coerced, denied: place };
      return { query: allowed.query, queryHash: allowed.queryHash, document: allowed.document, operation: allowed.operation, operationName, variables, needs, introspection: checked.introspection, account };
    },
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const readShape = ({ query, operationName, variables }: OperationRequest, { maxListSize }: OperationLimits) => {
  if (typeof query !== 'string' || !query.trim()) throw badRequest('"query" should be the text of a GraphQL operation.');
  if (operationName != null && typeof operationName !== 'string') throw badRequest('"operationName" should be text.');
  if (variables != null && !isRecord(variables)) throw badRequest('"variables" should be an object.');
  if (variables) checkVariables(variables, maxListSize);
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
};

const checkDocument = (query: string, { schema, limits, introspection }: PreparationOptions): DocumentNode => {
  const document = parseWithin(query, limits.maxTokens);
  checkLimits(document, limits);
  const errors = validateSafely(schema, document, introspection === 'off' ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules);
  if (errors.length > 0) throw invalid(errors);
  return document;
};

const invalid = (errors: readonly GraphQLError[]): Refusal => new Refusal(errors.map((error) => withCode(withoutSuggestion(error), 'GRAPHQL_VALIDATION_FAILED')));

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

const checkOperation = ({ query, queryHash, document }: CheckedDocument, operation: OperationDefinitionNode, options: PreparationOptions): CheckedOperation => {
  const fragments = fragmentsOf(document);
  const introspection = isIntrospection(operation, fragments);
  if (!introspection) refuseMixed(document);
  const cost = priceOf(operation, fragments, options);
  return {
    query, queryHash, document, operation, cost, needs: needsOf({ ...options, operation, fragments }), denied: null,
    introspection, readsSchema: readsSchema(operation, fragments), variations: new LRUCache({ max: MOST_VARIATIONS }),
  };
};

const priceOf = (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, { schema, costs }: PreparationOptions): CostPlan => {
  const { plan, errors } = compileCost({ schema, costs, fragments, operation });
  if (errors.length > 0) throw invalid(errors);
  return plan;
};

interface Denying { document: DocumentNode; operation: OperationDefinitionNode; denied: readonly DeniedCoordinate[]; identity: Identity }

/** What is left of an operation for those who may not read `denied`; the same for all of them. */
const variationOf = ({ variations, needs }: CheckedOperation, { document, operation, denied, identity }: Denying, options: PreparationOptions): Variation => {
  const key = denied.map(({ coordinate }) => coordinate).join();
  const known = variations.get(key);
  if (known) return known;
  const pruned = pruneOperation({ schema: options.schema, fragments: fragmentsOf(document), denied, operation });
  // A subscription whose one field is denied has nothing to wait for.
  if (operation.operation === 'subscription' && pruned.root.denied.size > 0) throw refusalOf(denied, identity);
  const left: DocumentNode = { kind: Kind.DOCUMENT, definitions: [pruned.operation] };
  const query = print(left);
  const rules = new Map([...needs.rules].filter(([coordinate]) => !denied.some((item) => item.coordinate === coordinate)));
  const variation = { query, queryHash: hash('sha256', query), document: left, operation: pruned.operation, denied: pruned.root, needs: { ...needs, rules }, cost: priceOf(pruned.operation, new Map(), options) };
  variations.set(key, variation);
  return variation;
};

const fragmentsOf = (document: DocumentNode): Map<string, FragmentDefinitionNode> => new Map(
  document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));

const coerce = (schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Record<string, unknown>): Record<string, unknown> => {
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 20 });
  if (errors) throw new Refusal(errors.map((error) => withCode(withoutSuggestion(error), 'BAD_USER_INPUT')));
  return coerced;
};

const tooDear = (estimated: number, limit: number): CodedError =>
  new CodedError('GRAPHQL_LIMIT_EXCEEDED', `The operation may cost ${estimated}, and ${limit} is the limit. Ask for shorter lists, or for less of each item.`, { limit, what: 'cost', cost: { estimated, limit } });

const finish = ({ operation, account }: PreparedOperation, result: ExecutionResult, budgets: Budgets): ExecutionResult => {
  const { caller, plan, estimated, variables, denied, signedIn } = account;
  const whole = denied ? restoreDenied(denied, result, { signedIn, variables }) : result;
  if (operation.operation === 'subscription') return whole;
  const actual = Math.min(actualCost(plan, result.data, variables), estimated);
  const remaining = budgets.refund(caller, estimated - actual);
  return { ...whole, extensions: { ...whole.extensions, cost: { estimated, actual, remaining, limit: budgets.perMinute } } };
};
