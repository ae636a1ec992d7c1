import type { ExecutionResult } from 'graphql';
import { CodedError } from '@microplate/platform/errors';

export interface Delivery { result: ExecutionResult; /** Where to resume after this event, if it says. */ cursor: string | null }

/** One subscriber of a stream: the iterator its transport reads, and the stream's end of its queue. */
export interface Listener extends AsyncGenerator<ExecutionResult, undefined, undefined> {
  push(delivery: Delivery): void;
  /** Ends after what is queued: completed, or with `error`. */
  end(error?: Error): void;
}

const slowConsumer = (cursor: string | null): CodedError => new CodedError('SLOW_CONSUMER',
  `Events came faster than they were read. ${cursor ? 'Subscribe again with `after` set to this cursor: nothing is lost.' : 'Subscribe again.'}`, { cursor });

/**
 * A bounded queue. Whoever lets it overflow still gets what is in it, and then SLOW_CONSUMER with the cursor of the last of
 * it, to go on from. `onLeave` is called once, when the subscriber leaves or is ended.
 */
export const createListener = (most: number, onLeave: () => void): Listener => {
  const queue: Delivery[] = [];
  let waiting: PromiseWithResolvers<IteratorResult<ExecutionResult, undefined>> | null = null;
  let ended: { error?: Error } | null = null;
  const done = { value: undefined, done: true } as const;

  const finish = (error?: Error) => {
    if (ended) return;
    ended = { error };
    onLeave();
    if (!waiting) return;
    if (error) waiting.reject(error); else waiting.resolve(done);
    waiting = null;
    ended = {};
  };
  const next = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    const delivery = queue.shift();
    if (delivery) return { value: delivery.result, done: false };
    const error = ended?.error;
    if (error) { ended = {}; throw error; }
    if (ended) return done;
    waiting = Promise.withResolvers();
    return waiting.promise;
  };
  const leave = async () => { queue.length = 0; finish(); return done; };

  return {
    push: (delivery) => {
      if (ended) return;
      if (waiting) { waiting.resolve({ value: delivery.result, done: false }); waiting = null; }
      else if (queue.length < most) queue.push(delivery);
      else finish(slowConsumer(queue.at(-1)?.cursor ?? null));
    },
    end: finish,
    next, return: leave, throw: leave,
    [Symbol.asyncIterator]() { return this; },
    [Symbol.asyncDispose]: async () => { await leave(); },
  };
};
