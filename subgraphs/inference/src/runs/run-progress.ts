import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import { nextWakeup, type Wakeups } from '@microplate/platform/events';
import { isUuid } from '@microplate/platform/ids';
import { isSettled, statesAfter } from './run-rules.ts';
import { runById, runTopic } from './run-store.ts';
import type { RunRow } from './run-types.ts';

const POLL_MS = 2000;

interface FollowDeps { database: Database; wakeups: Wakeups; stopping: AbortSignal }

/** The run as it is now, then as it was at every later state, until its end. @throws CodedError NOT_FOUND before the first. */
export const followRun = async (deps: FollowDeps, labId: string, id: string): Promise<AsyncIterableIterator<RunRow>> => {
  const run = isUuid(id) ? await runById(deps.database.em(), labId, id) : null;
  if (!run) throw notFound('run', id);
  return endable((signal) => states(deps, run, AbortSignal.any([signal, deps.stopping])));
};

async function* states({ database, wakeups }: FollowDeps, first: RunRow, signal: AbortSignal): AsyncGenerator<RunRow> {
  yield first;
  for (let run = first; !isSettled(run) && !signal.aborted;) {
    // Listen before looking: what commits between the two wakes us.
    const wakeup = nextWakeup(wakeups, runTopic(run.id), POLL_MS, signal);
    const now = await runById(database.em(), run.lab_id, run.id).finally(() => { if (signal.aborted) wakeup.cancel(); });
    if (!now) return wakeup.cancel();
    const later = statesAfter(now, run.trace.length);
    run = now;
    if (later.length === 0) { await wakeup.promise; continue; }
    wakeup.cancel();
    yield* later;
  }
}

/** A generator whose `return` does not wait for what it waits for. */
const endable = <T>(start: (signal: AbortSignal) => AsyncGenerator<T>): AsyncIterableIterator<T> => {
  const stop = new AbortController();
  const generator = start(stop.signal);
  return {
    next: () => generator.next(),
    return: (value) => { stop.abort(); return generator.return(value); },
    throw: (error) => { stop.abort(); return generator.throw(error); },
    [Symbol.asyncIterator]() { return this; },
  };
};
