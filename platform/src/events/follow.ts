import type { Database } from '../database/index.ts';
import { readEvents, streamTopic, type StoredEvent } from './event-log.ts';
import { nextWakeup, type Wakeups } from './wakeups.ts';

export interface FollowOptions {
  database: Database;
  wakeups: Wakeups;
  stream: string;
  after: number;
  subject?: string;
  signal: AbortSignal;
  /** How long to rest between looks when no wake-up comes. */
  pollMs?: number;
}

const BATCH = 200;

/** Every event of the stream after `after`, in order, each once, then new ones as they commit, until `signal` aborts. */
export async function* followEvents({ database, wakeups, stream, after, subject, signal, pollMs = 5000 }: FollowOptions): AsyncGenerator<StoredEvent> {
  let cursor = after;
  while (!signal.aborted) {
    // Listen before looking: what commits between the two wakes us.
    const wakeup = nextWakeup(wakeups, streamTopic(stream), pollMs, signal);
    const { events, head } = await readEvents(database.em(), { stream, after: cursor, limit: BATCH, subject }).catch((error) => { wakeup.cancel(); throw error; });
    for (const event of events) { yield event; cursor = event.seq; }
    if (events.length < BATCH) cursor = Math.max(cursor, head);
    if (events.length > 0) wakeup.cancel();
    await wakeup.promise;
  }
}
