import type { ExecutionResult } from 'graphql';
import type { Logger } from '@microplate/platform/logging';
import type { Gauge } from '@microplate/platform/telemetry';
import type { EndOperation } from '../operations/operation-log.ts';
import { codeOf, errorObjectsOf } from '../operations/refusal.ts';

/**
 * Passes a subscription's events on, counts them, and keeps a failure's code but masks what nobody foresaw. An object and no
 * generator function: `return` must reach the source at once, not after the next event.
 */
export const deliver = (source: AsyncGenerator<ExecutionResult>, { end, logger, subscribers }: { end: EndOperation; logger: Logger; subscribers: Gauge }): AsyncGenerator<ExecutionResult> => {
  let events = 0;
  let ended = false;
  const finish = (codes: string[]) => {
    if (ended) return;
    ended = true;
    subscribers.dec();
    end(codes, { events });
  };
  const leave = async () => { finish([]); return source.return(undefined); };
  subscribers.inc();
  return {
    next: async () => {
      try {
        const step = await source.next();
        if (step.done) finish([]); else events += 1;
        return step;
      } catch (error) {
        const [shown] = errorObjectsOf(error, logger);
        finish([codeOf(shown)]);
        throw shown;
      }
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() { return this; },
    [Symbol.asyncDispose]: async () => { await leave(); },
  };
};
