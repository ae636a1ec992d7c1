import type { Database, EntityManager } from '@microplate/platform/database';
import { CodedError, notFound } from '@microplate/platform/errors';
import type { Wakeups } from '@microplate/platform/events';
import type { JobQueue } from '../queue/job-queue.ts';
import { cancelTopic, revokeLeases } from '../queue/lease-store.ts';
import { isUuid } from '@microplate/platform/ids';
import { stopRun } from './run-states-store.ts';
import { announceRun, runById } from './run-store.ts';
import type { RunRow } from './run-types.ts';

/**
 * Stops a run that waits or is being read; a cancelled one is answered as it is. Locks in the house's order: job, lease, run.
 * @throws CodedError NOT_FOUND, CONFLICT where it has completed or failed.
 */
export const cancelRun = async (deps: { database: Database; queue: JobQueue; wakeups: Wakeups }, labId: string, id: string): Promise<RunRow> => {
  if (!isUuid(id)) throw notFound('run', id);
  return deps.database.transaction((em) => stop(deps, em, labId, id));
};

const stop = async ({ queue, wakeups }: { queue: JobQueue; wakeups: Wakeups }, em: EntityManager, labId: string, id: string): Promise<RunRow> => {
  const known = await runById(em, labId, id);
  if (!known) throw notFound('run', id);
  await queue.remove(em, 'read', id);
  await revokeLeases(em, labId, id);
  const stopped = await stopRun(em, { labId, runId: id });
  if (!stopped) return alreadyEnded((await runById(em, labId, id))!);
  await announceRun(em, wakeups, id);
  await wakeups.announce(em, cancelTopic(id));
  return stopped;
};

/** Throwing rolls back what was taken from a run that is done. */
const alreadyEnded = (run: RunRow): RunRow => {
  if (run.status === 'CANCELLED') return run;
  throw new CodedError('CONFLICT', `The run has ${run.status === 'FAILED' ? 'failed' : 'completed'} already; it can't be cancelled.`, { status: run.status });
};
