import { bulkhead, BrokenCircuitError, BulkheadRejectedError, circuitBreaker, CircuitState, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry, wrap } from 'cockatiel';
import { CodedError } from '@microplate/platform/errors';
import type { SubgraphResult } from '../engine/index.ts';
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
  const breaker = circuitBreaker(handleWhen((error) => error instanceof Unanswered), { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  breaker.onStateChange((state) => onState(state === CircuitState.Open));
  const again = retry(handleWhen((error) => error instanceof Unanswered && !isTimeout(error.result)), { maxAttempts: RETRIES, backoff: new ExponentialBackoff({ initialDelay: 40, maxDelay: 200 }) });
  again.onRetry(onRetry);
  const crowd = bulkhead(mostAtOnce, 0);
  const [once, repeated] = [wrap(crowd, breaker), wrap(crowd, again, breaker)];
  return async (request, context) => {
    const attempt = async () => {
      const result = await source(request, context);
      if (isUnanswered(result, service) && !context.signal?.aborted) throw new Unanswered(result);
      return result;
    };
    try {
      return await (request.kind === 'query' && !context.uploading ? repeated : once).execute(attempt);
    } catch (error) {
      if (error instanceof Unanswered) return error.result;
      if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError) return { errors: [serviceUnavailable(service)] };
      throw error;
    }
  };
};

/** The data source's own errors, which stand alone; a subgraph's are no CodedError any more. */
const isUnanswered = ({ data, errors }: SubgraphResult, service: string): boolean => {
  const [error] = errors ?? [];
  return data == null && error instanceof CodedError && error.extensions.serviceName === service;
};

const isTimeout = ({ errors }: SubgraphResult): boolean => (errors![0] as CodedError).code === 'GATEWAY_TIMEOUT';
