import { hash } from 'node:crypto';
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Budgets } from '../budgets/budgets.ts';
import type { CostPlan } from '../budgets/cost-plan.ts';
import { actualCost, estimatedCost } from '../budgets/cost-rules.ts';
import type { Documents } from '../documents/documents.ts';
import { callerOf } from '../identity/identity-rules.ts';
import { checkVariables, type OperationLimits } from '../limits/limit-rules.ts';
import { deniedTo, refusalOf, refuseUnknownPolicies } from '../permissions/check-permissions.ts';
import type { Place } from '../permissions/denied-places.ts';
import type { OperationNeeds } from '../permissions/operation-needs.ts';
import { restoreDenied } from '../permissions/restore-denied.ts';
import { checkDocument, coerceVariables, selectOperation } from './check-document.ts';
import { checkOperation, variationOf, type CheckOptions, type CheckedDocument } from './checked-operation.ts';
import { checkIntrospection, type SchemaReaders } from './introspection.ts';
import { badRequest } from './refusal.ts';

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
}

export interface PreparationOptions extends CheckOptions {
  /** What becomes of an operation that asks for more than its caller may read: refused whole, or nulls with FORBIDDEN. */
  denial: 'refuse' | 'null';
  budgets: Budgets;
  /** Documents that are named by a hash. */
  documents: Documents;
  introspection: SchemaReaders;
}

const MOST_DOCUMENTS = 1000;
const MOST_DOCUMENT_LETTERS = 20_000_000;

/** The one way into the graph, whatever the transport. Documents are parsed, measured, validated and priced once. */
export const createPreparation = (options: PreparationOptions): Preparation => {
  const { schema, limits, budgets } = options;
  refuseUnknownPolicies(options.rules, options.policies);
  const documents = new LRUCache<string, CheckedDocument>({ max: MOST_DOCUMENTS, maxSize: MOST_DOCUMENT_LETTERS, sizeCalculation: (_checked, query) => query.length });
  const checkedDocument = (query: string): CheckedDocument => {
    const known = documents.get(query);
    if (known) return known;
    const checked: CheckedDocument = { query, queryHash: hash('sha256', query), document: checkDocument(query, options), operations: new Map() };
    documents.set(query, checked);
    return checked;
  };
  return {
    finish: (operation, result) => finish(operation, result, budgets),
    prepare: (request, identity) => {
      const { query, operationName, variables } = readShape(options.documents.textOf(request), request, limits);
      const whole = checkedDocument(query);
      options.documents.remember(request, query);
      let checked = whole.operations.get(operationName);
      if (!checked) whole.operations.set(operationName, checked = checkOperation(whole, selectOperation(whole.document, operationName, schema), options));
      if (checked.readsSchema) checkIntrospection(options.introspection, identity);
      const denied = deniedTo(checked.needs, identity);
      if (denied.length > 0 && options.denial === 'refuse') throw refusalOf(denied, identity);
      const coerced = coerceVariables(schema, checked.operation, variables);
      const allowed = denied.length === 0 ? checked : variationOf(checked, denied, identity, options);
      const estimated = estimatedCost(allowed.cost, coerced, limits.maxListSize);
      if (estimated > limits.maxCost) throw tooDear(estimated, limits.maxCost);
      const caller = callerOf(identity);
      budgets.spend(caller, estimated);
      return {
        query: allowed.query, queryHash: allowed.queryHash, document: allowed.document, operation: allowed.operation, operationName, variables,
        needs: allowed.needs, introspection: checked.introspection,
        account: { caller, signedIn: identity.userId !== null, plan: allowed.cost, estimated, variables: coerced, denied: allowed.denied },
      };
    },
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const readShape = (query: unknown, { operationName, variables }: OperationRequest, { maxListSize }: OperationLimits) => {
  if (typeof query !== 'string' || !query.trim()) throw badRequest('"query" should be the text of a GraphQL operation.');
  if (operationName != null && typeof operationName !== 'string') throw badRequest('"operationName" should be text.');
  if (variables != null && !isRecord(variables)) throw badRequest('"variables" should be an object.');
  if (variables) checkVariables(variables, maxListSize);
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
};

const tooDear = (estimated: number, limit: number): CodedError =>
  new CodedError('GRAPHQL_LIMIT_EXCEEDED', `The operation may cost ${estimated}, and ${limit} is the limit. Ask for shorter lists, or for less of each item.`, { limit, what: 'cost', cost: { estimated, limit } });

const finish = ({ operation, account }: PreparedOperation, result: ExecutionResult, budgets: Budgets): ExecutionResult => {
  const { caller, plan, estimated, variables, denied, signedIn } = account;
  const whole = denied ? restoreDenied(denied, result, { signedIn, variables }) : result;
  if (operation.operation === 'subscription') return whole;
  const actual = Math.min(actualCost(plan, result.data, variables), estimated);
  const remaining = budgets.refund(caller, estimated - actual);
  const cost = { estimated, actual, remaining, limit: budgets.perMinute };
  return whole.errors || whole.extensions ? { ...whole, extensions: { ...whole.extensions, cost } } : { data: whole.data, extensions: { cost } };
};
