import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { Logger } from '@microplate/platform/logging';
import { serviceUnavailable } from '../subgraphs/subgraph-errors.ts';
import { createListener, type Delivery, type Listener } from './listener.ts';
import { UpstreamLost } from './upstream.ts';

export interface StreamSource {
  service: string;
  /** Opens the upstream subscription, from a cursor on. @throws UpstreamLost */
  open(after: string | null, signal: AbortSignal, onOpen: () => void): AsyncIterable<ExecutionResult>;
  /** Null where its events have no cursor to resume by. */
  cursorOf: ((event: ExecutionResult) => string | null) | null;
  start: string | null;
  /** The event as the client's operation asks for it: entities of every subgraph fetched. */
  execute(event: ExecutionResult): Promise<ExecutionResult>;
}

export interface SharedStream {
  /** Null where a new subscriber would not get what it asked for: it needs a stream of its own. */
  join(): Listener | null;
  dispose(): void;
}

export interface StreamOptions {
  source: StreamSource;
  queueLength: number;
  resumeMs: number;
  logger: Logger;
  /** Nobody listens any more, or the stream has ended. */
  onEnd: () => void;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2000;

/** One upstream subscription and one execution of each event, for all who listen. */
export const createSharedStream = (options: StreamOptions): SharedStream => {
  const { source, queueLength, onEnd } = options;
  const listeners = new Set<Listener>();
  const ending = new AbortController();
  let last: Delivery | null = null;

  const end = (error?: Error) => {
    if (ending.signal.aborted) return;
    ending.abort();
    for (const listener of [...listeners]) listener.end(error);
    onEnd();
  };
  const publish = (delivery: Delivery) => {
    last = delivery;
    for (const listener of [...listeners]) listener.push(delivery);
  };
  const listen = (): Listener => {
    const listener = createListener(queueLength, () => {
      listeners.delete(listener);
      if (listeners.size === 0) end();
    });
    listeners.add(listener);
    return listener;
  };
  follow(options, ending.signal, publish).then(end, end);

  return {
    join: () => {
      if (ending.signal.aborted || !mayJoin(source, last !== null)) return null;
      const listener = listen();
      // A subscription without a cursor tells a state; who comes later gets the present one at once, as the first did.
      if (last && !source.cursorOf) listener.push(last);
      return listener;
    },
    dispose: () => end(),
  };
};

/** A stream that began at a cursor has already told what came after it: too late to join once it has begun. */
const mayJoin = (source: StreamSource, hasBegun: boolean): boolean => source.start === null || !hasBegun;

/** Follows the upstream to its end, through losses of the subgraph where a cursor allows it. Returns why it ended, if not in peace. */
const follow = async ({ source, resumeMs, logger }: StreamOptions, signal: AbortSignal, publish: (delivery: Delivery) => void): Promise<Error | undefined> => {
  let cursor = source.start;
  let lostAt: number | null = null;
  let wait = FIRST_WAIT_MS;
  let hasOpened = false;
  const onOpen = () => { hasOpened = true; lostAt = null; wait = FIRST_WAIT_MS; };
  for (;;) {
    try {
      for await (const event of source.open(cursor, signal, onOpen)) {
        const result = await source.execute(event);
        if (signal.aborted) return undefined;
        cursor = source.cursorOf?.(event) ?? cursor;
        publish({ result, cursor });
      }
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof UpstreamLost)) throw error;
      logger.warn({ subgraph: source.service, error: error.message }, 'a subscription lost its subgraph');
      lostAt ??= Date.now();
      // Without a cursor, coming back later would silently skip what happened meanwhile.
      if (!hasOpened || !source.cursorOf || cursor === null || Date.now() - lostAt >= resumeMs) return serviceUnavailable(source.service);
      await delay(wait * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }
};
