import { CodedError } from '@microplate/platform/errors';
import type { LiveEvent, Sink, Standing } from './live-event.ts';

/** One subscriber of a stream, between the stream and its transport. */
export interface Listener {
  /** The stream that feeds it now; set by that stream. */
  home: { remove(listener: Listener): void } | null;
  push(event: LiveEvent): void;
  /** Ends after what is queued: completed, or with `error`. */
  end(error?: Error): void;
  /** The transport takes events again. */
  drained(): void;
  /** Its rights may have changed: ends it now if it may hear no more. */
  review(): void;
  /** The subscriber has gone; nothing more is sent. Returns how many events were given out. */
  leave(): number;
}

export interface ListenerOptions {
  sink: Sink;
  /** Events it may lag behind. */
  most: number;
  standing: Standing;
  /** Where it starts, which is where to resume before its first event. */
  start: string | null;
  /** Called once, when the stream need not feed it any more. */
  onLeave: (listener: Listener) => void;
}

const slowConsumer = (cursor: string | null): CodedError => new CodedError('SLOW_CONSUMER',
  `Events came faster than they were read. ${cursor ? 'Subscribe again with `after` set to this cursor: nothing is lost.' : 'Subscribe again.'}`, { cursor });

/**
 * A bounded queue. While its transport is full, events wait in it, shared with all who lag. Whoever lets it overflow still
 * gets what is in it, and then SLOW_CONSUMER with the cursor of the last of it, to go on from. Rights are looked at before
 * each event; without them nothing of the queue is given out.
 */
export const createListener = ({ sink, most, standing, start, onLeave }: ListenerOptions): Listener => {
  const { next } = sink;
  let queue: LiveEvent[] = [];
  let full = false;
  let cursor = start;
  let given = 0;
  /** Set when nothing more is queued; `told` when the transport knows. */
  let ending: { error: Error | null } | null = null;
  let told = false;

  const tell = () => {
    if (told || !ending) return;
    told = true;
    sink.end(ending.error, given);
  };
  const finish = (error: Error | null) => {
    if (ending) return;
    ending = { error };
    onLeave(listener);
    if (queue.length === 0) tell();
  };
  const refuse = (error: CodedError) => {
    queue = [];
    finish(withCursor(error, cursor));
    tell();
  };
  const give = (event: LiveEvent): void => {
    const refusal = standing();
    if (refusal) return refuse(refusal);
    cursor = event.cursor ?? cursor;
    given += 1;
    full = !next(event);
  };
  const listener: Listener = {
    home: null,
    push: (event) => {
      if (ending) return;
      if (!full) give(event);
      else if (queue.length < most) queue.push(event);
      else finish(slowConsumer(queue.at(-1)?.cursor ?? cursor));
    },
    end: (error) => finish(error ? withCursor(error, queue.at(-1)?.cursor ?? cursor) : null),
    drained: () => {
      full = false;
      while (queue.length > 0 && !full && !told) give(queue.shift()!);
      if (queue.length === 0) tell();
    },
    review: () => {
      const refusal = told ? null : standing();
      if (refusal) refuse(refusal);
    },
    leave: () => {
      queue = [];
      told = true;
      finish(null);
      return given;
    },
  };
  return listener;
};

/** Whatever ends a subscription says where to resume, if that is known. */
const withCursor = (error: Error, cursor: string | null): Error =>
  (error instanceof CodedError && cursor !== null ? new CodedError(error.code, error.message, { cursor, ...error.extensions }) : error);
