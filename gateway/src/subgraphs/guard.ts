import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry, wrap } from 'cockatiel';
import { CodedError } from '@microplate/platform/errors';
import type { FetchRequest, SubgraphResult } from '../engine/index.ts';
import type { GatewayContext } from '../operations/gateway-context.ts';
import type { DataSource } from './subgraph-data-source.ts';
import { serviceUnavailable } from './subgraph-errors.ts';

export interface GuardOptions {
  service: string;
  /** Requests under way at once; more are refused, so that a hanging subgraph can't fill the memory. */
  mostAtOnce: number;
  /** Unanswered requests in a row after which the subgraph is left alone for `restMs`; then one request tries it again. */
  failures: number;
  restMs: number;
  onState(open: boolean): void;
  onRetry(): void;
}

/** The subgraph was not reached, hung, or did not answer in GraphQL: its own failure, not the operation's. */
class Unanswered extends Error {
  readonly result: SubgraphResult;

  constructor(result: SubgraphResult) {
    super('Unanswered');
    this.result = result;
  }
}

const RETRIES = 2;

/**
 * A data source that asks again where that is safe (queries; never after a time-out, whose deadline is spent), leaves a
 * subgraph alone that fails again and again, and lets only so many wait for one.
 */
export const guard = (source: DataSource, { service, mostAtOnce, failures, restMs, onState, onRetry }: GuardOptions): DataSource => {
  const inARow = new ConsecutiveBreaker(failures);
  const breaker = circuitBreaker(handleWhen((error) => error instanceof Unanswered), { halfOpenAfter: restMs, breaker: inARow });
  breaker.onStateChange((state) => onState(state === CircuitState.Open));
  const again = retry(handleWhen((error) => error instanceof Unanswered && !isTimeout(error.result)), { maxAttempts: RETRIES, backoff: new ExponentialBackoff({ initialDelay: 40, maxDelay: 200 }) });
  again.onRetry(onRetry);
  const repeated = wrap(again, breaker);
  const isFailure = (result: SubgraphResult, context: GatewayContext) => isUnanswered(result, service) && !context.client?.isGone();
  /** @param first what was answered already, if anything was: it counts as the first attempt. */
  const persist = async (request: FetchRequest, context: GatewayContext, first: SubgraphResult | null): Promise<SubgraphResult> => {
    let known = first;
    const attempt = async () => {
      const result = known ?? await source(request, context);
      known = null;
      if (isFailure(result, context)) throw new Unanswered(result);
      return result;
    };
    try {
      return await (request.kind === 'query' && !context.uploading ? repeated : breaker).execute(attempt);
    } catch (error) {
      if (error instanceof Unanswered) return error.result;
      if (error instanceof BrokenCircuitError) return first ?? { errors: [serviceUnavailable(service)] };
      throw error;
    }
  };
  let underWay = 0;
  return async (request, context) => {
    if (underWay >= mostAtOnce) return { errors: [serviceUnavailable(service)] };
    underWay += 1;
    try {
      // Nearly always there is nothing to guard against: the policies, which cost more than the rest of this, are for failures.
      if (breaker.state !== CircuitState.Closed) return await persist(request, context, null);
      const first = await source(request, context);
      if (first.errors && isFailure(first, context)) return await persist(request, context, first);
      inARow.success();
      return first;
    } finally {
      underWay -= 1;
    }
  };
};

/** The data source's own errors, which stand alone; a subgraph's are no CodedError any more. */
const isUnanswered = ({ data, errors }: SubgraphResult, service: string): boolean => {
  const [error] = errors ?? [];
  return data == null && error instanceof CodedError && error.extensions.serviceName === service;
};

const isTimeout = ({ errors }: SubgraphResult): boolean => (errors![0] as CodedError).code === 'GATEWAY_TIMEOUT';
