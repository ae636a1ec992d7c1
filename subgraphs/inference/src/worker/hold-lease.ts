import { HEARTBEAT_MS, cancelTopic, keepLease, type Lease } from '../queue/lease-store.ts';
import { LeaseLost } from './failure-rules.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Renews the lease every second; `signal` aborts with LeaseLost once it is gone, at once when the run is cancelled. */
export const holdLease = ({ database, wakeups, logger }: WorkerDeps, lease: Lease): { signal: AbortSignal; release: () => void } => {
  const lost = new AbortController();
  const beat = async () => {
    const kept = await keepLease(database.em(), lease).catch((error: Error) => {
      logger.warn({ runId: lease.runId, error: error.message }, 'a lease could not be renewed');
      return true;
    });
    if (!kept) lost.abort(new LeaseLost());
  };
  const timer = setInterval(beat, HEARTBEAT_MS);
  const unsubscribe = wakeups.subscribe(cancelTopic(lease.runId), beat);
  return { signal: lost.signal, release: () => { clearInterval(timer); unsubscribe(); } };
};
