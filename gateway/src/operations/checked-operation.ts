import { hash } from 'node:crypto';
import { Kind, print, type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Identity } from '@microplate/platform/identity';
import type { Costs } from '../budgets/cost-directives.ts';
import { compileCost, type CostPlan } from '../budgets/cost-plan.ts';
import type { OperationLimits } from '../limits/limit-rules.ts';
import { refusalOf, type DeniedCoordinate } from '../permissions/check-permissions.ts';
import type { Place } from '../permissions/denied-places.ts';
import { needsOf, type OperationNeeds } from '../permissions/operation-needs.ts';
import type { Policies, Rules } from '../permissions/permission-rules.ts';
import { pruneOperation } from '../permissions/prune-operation.ts';
import { fragmentsOf, invalid } from './check-document.ts';
import { isIntrospection, readsSchema, refuseMixed } from './introspection.ts';

export interface CheckedDocument { query: string; queryHash: string; document: DocumentNode; /** By the name that was asked for, or none. */ operations: Map<string | undefined, CheckedOperation> }

/** An operation, whole or as one set of permissions may have it. */
export interface Variation {
  query: string; queryHash: string; document: DocumentNode; operation: OperationDefinitionNode;
  needs: OperationNeeds; cost: CostPlan;
  /** Where something denied was taken out; null where nothing was. */
  denied: Place | null;
}

export interface CheckedOperation extends Variation { introspection: boolean; readsSchema: boolean; variations: LRUCache<string, Variation> }

export interface CheckOptions { schema: GraphQLSchema; rules: Rules; costs: Costs; policies: Policies; personalFields: ReadonlySet<string>; limits: OperationLimits }

const MOST_VARIATIONS = 50;

/** All that depends on the operation alone. @throws Refusal or CodedError */
export const checkOperation = ({ query, queryHash, document }: CheckedDocument, operation: OperationDefinitionNode, options: CheckOptions): CheckedOperation => {
  const fragments = fragmentsOf(document);
  const introspection = isIntrospection(operation, fragments);
  if (!introspection) refuseMixed(document);
  const cost = priceOf(operation, fragments, options);
  return {
    query, queryHash, document, operation, cost, needs: needsOf({ ...options, operation, fragments }), denied: null,
    introspection, readsSchema: readsSchema(operation, fragments), variations: new LRUCache({ max: MOST_VARIATIONS }),
  };
};

const priceOf = (operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, { schema, costs }: CheckOptions): CostPlan => {
  const { plan, errors } = compileCost({ schema, costs, fragments, operation });
  if (errors.length > 0) throw invalid(errors);
  return plan;
};

/** What is left of an operation for those who may not read `denied`; the same for all of them. @throws CodedError where that is nothing. */
export const variationOf = ({ variations, needs, document, operation }: CheckedOperation, denied: readonly DeniedCoordinate[], identity: Identity, options: CheckOptions): Variation => {
  const key = denied.map(({ coordinate }) => coordinate).join();
  const known = variations.get(key);
  if (known) return known;
  const pruned = pruneOperation({ schema: options.schema, fragments: fragmentsOf(document), denied, operation, maxFields: options.limits.maxFields });
  // A subscription whose one field is denied has nothing to wait for.
  if (operation.operation === 'subscription' && pruned.root.denied.size > 0) throw refusalOf(denied, identity);
  const left: DocumentNode = { kind: Kind.DOCUMENT, definitions: [pruned.operation] };
  const query = print(left);
  const rules = new Map([...needs.rules].filter(([coordinate]) => !denied.some((item) => item.coordinate === coordinate)));
  const variation = { query, queryHash: hash('sha256', query), document: left, operation: pruned.operation, denied: pruned.root, needs: { ...needs, rules }, cost: priceOf(pruned.operation, new Map(), options) };
  variations.set(key, variation);
  return variation;
};
