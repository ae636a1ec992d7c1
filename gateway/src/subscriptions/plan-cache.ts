import type { GatewayConfig } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';

/** The cache that @apollo/gateway asks for plans. */
export type PlanCache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;

type QueryPlan = Parameters<PlanCache['set']>[1];
type SubscriptionNode = Extract<QueryPlan['node'], { kind: 'Subscription' }>;
type PlanNode = Exclude<QueryPlan['node'], SubscriptionNode>;

/**
 * Keeps plans, and makes a subscription's executable: @apollo/gateway plans it, but refuses to run a SubscriptionNode. As a
 * sequence of its primary fetch (answered by the event, see the data source) and the rest, its own executor runs it.
 */
export const createPlanCache = (max: number): PlanCache => {
  const plans = new LRUCache<string, QueryPlan>({ max });
  return {
    get: async (key) => plans.get(key),
    set: async (key, plan) => {
      // The executor goes on with the object it has just stored, so that is the one to change.
      if (plan.node?.kind === 'Subscription') plan.node = sequenceOf(plan.node);
      plans.set(key, plan);
    },
    delete: async (key) => plans.delete(key),
    clear: () => plans.clear(),
  };
};

const sequenceOf = ({ primary, rest }: SubscriptionNode): PlanNode => {
  if (!rest) return primary;
  return { kind: 'Sequence', nodes: [primary, ...(rest.kind === 'Sequence' ? rest.nodes : [rest])] };
};
