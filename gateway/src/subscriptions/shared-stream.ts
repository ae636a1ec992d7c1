import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Logger } from '@microplate/platform/logging';
import { Refusal } from '../operations/refusal.ts';
import { serviceUnavailable } from '../subgraphs/subgraph-errors.ts';
import { createHistory } from './history.ts';
import type { Listener } from './listener.ts';
import type { LiveEvent } from './live-event.ts';
import { UpstreamLost } from './upstream.ts';

export interface StreamSource {
  service: string;
  /** Opens the upstream subscription, from a cursor on. @throws UpstreamLost */
  open(after: string | null, signal: AbortSignal, onOpen: () => void): AsyncIterable<ExecutionResult>;
  /** Null where its events have no cursor to resume by. */
  cursorOf: ((event: ExecutionResult) => string | null) | null;
  start: string | null;
  /** The event as the client's operation asks for it, entities of every subgraph fetched, as JSON. */
  execute(event: ExecutionResult): Promise<string>;
}

/** One upstream subscription and one execution of each event, for all who listen. */
export interface SharedStream {
  /** Takes a subscriber in, with what it missed; false where it would not get exactly what it asked for here. */
  join(listener: Listener, after: string | null): boolean;
  /** Takes over all who listen to `other`, whose newest event is at `cursor`; false where the two don't meet there. */
  absorb(other: SharedStream, cursor: string): boolean;
  remove(listener: Listener): void;
  /** For `absorb`: gives its subscribers away, and ends. */
  surrender(): { listeners: Listener[]; live: boolean };
  /** Ends it for all who listen. */
  end(error?: Error): void;
}

export interface StreamOptions {
  source: StreamSource;
  /** Events kept for those who resume a little behind. */
  historyLength: number;
  resumeMs: number;
  logger: Logger;
  onEvent: (stream: SharedStream, event: LiveEvent) => void;
  /** Nobody listens any more, or the stream has ended. */
  onEnd: (stream: SharedStream) => void;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2000;

export const createSharedStream = (options: StreamOptions): SharedStream => {
  const { source, historyLength, onEvent, onEnd } = options;
  const listeners = new Set<Listener>();
  const history = createHistory(historyLength, source.start);
  const ending = new AbortController();
  // A stream that began at a cursor tells the past first; who asks for what comes from now on has to wait elsewhere.
  let live = source.start === null;

  const close = (): Listener[] => {
    const left = [...listeners];
    listeners.clear();
    if (!ending.signal.aborted) { ending.abort(); onEnd(stream); }
    return left;
  };
  const end = (error?: Error) => { for (const listener of close()) listener.end(error); };
  const publish = (event: LiveEvent) => {
    history.add(event);
    for (const listener of listeners) listener.push(event);
    if (!ending.signal.aborted) onEvent(stream, event);
  };
  const missedBy = (after: string | null): readonly LiveEvent[] | null => {
    const last = history.last();
    // A subscription without a cursor tells a state; who comes later gets the present one at once, as the first did.
    if (!source.cursorOf) return last ? [last] : [];
    if (after === null) return live ? [] : null;
    return history.since(after);
  };
  const take = (listener: Listener, missed: readonly LiveEvent[]) => {
    listeners.add(listener);
    listener.home = stream;
    for (const event of missed) listener.push(event);
  };
  const stream: SharedStream = {
    join: (listener, after) => {
      const missed = ending.signal.aborted ? null : missedBy(after);
      if (missed) take(listener, missed);
      return missed !== null;
    },
    absorb: (other, cursor) => {
      const missed = ending.signal.aborted ? null : history.since(cursor);
      if (!missed) return false;
      const given = other.surrender();
      live ||= given.live;
      for (const listener of given.listeners) take(listener, missed);
      return true;
    },
    remove: (listener) => {
      if (listeners.delete(listener) && listeners.size === 0) end();
    },
    surrender: () => ({ listeners: close(), live }),
    end,
  };
  queueMicrotask(() => { follow(options, ending.signal, publish).then(end, end); });
  return stream;
};

/** Follows the upstream to its end, through losses of the subgraph where a cursor allows it. Returns why it ended, if not in peace. */
const follow = async ({ source, resumeMs, logger }: StreamOptions, signal: AbortSignal, publish: (event: LiveEvent) => void): Promise<Error | undefined> => {
  let cursor = source.start;
  let lostAt: number | null = null;
  let wait = FIRST_WAIT_MS;
  let hasOpened = false;
  const onOpen = () => { hasOpened = true; lostAt = null; wait = FIRST_WAIT_MS; };
  while (!signal.aborted) {
    try {
      for await (const event of source.open(cursor, signal, onOpen)) {
        // Without `data` it is no event: the subgraph says why there will be none.
        if (!('data' in event)) return refusalOf(event);
        const text = await source.execute(event);
        if (signal.aborted) return undefined;
        cursor = source.cursorOf?.(event) ?? cursor;
        publish({ text, cursor });
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
  return undefined;
};

const refusalOf = ({ errors = [] }: ExecutionResult): Error =>
  (errors.length > 0 ? new Refusal(errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions }))) : new Error('an event without data'));
