import type { EntityManager } from '@microplate/platform/database';
import { dropLease, insertLease, type Lease } from '../queue/lease-store.ts';
import { beginRun } from '../runs/run-states-store.ts';
import { announceRun, runById } from '../runs/run-store.ts';
import type { RunRow } from '../runs/run-types.ts';
import type { WorkerDeps } from './worker-deps.ts';

export interface Claim { lease: Lease; run: RunRow }

/** The next job, its lease and its run's new state, in one transaction. Drawings first: they are short, and the photo is at hand. */
export const claimJob = ({ database, queue, wakeups, workerId, softwareVersion }: WorkerDeps): Promise<Claim | 'stale' | null> =>
  database.transaction(async (em) => {
    const job = await queue.fetch(em, 'draw') ?? await queue.fetch(em, 'read');
    if (!job) return null;
    await insertLease(em, job, workerId);
    const run = job.queue === 'read' ? await beginRun(em, job, softwareVersion) : await drawableRun(em, job);
    if (!run) return discard(em, queue, job);
    await announceRun(em, wakeups, run.id);
    return { lease: job, run };
  });

const drawableRun = async (em: EntityManager, job: Lease): Promise<RunRow | null> => {
  const run = await runById(em, job.labId, job.runId);
  return run?.status === 'COMPLETED' && !run.picture ? run : null;
};

/** The run was cancelled between its job's retry and now: the job has nothing left to do. */
const discard = async (em: EntityManager, queue: WorkerDeps['queue'], job: Lease): Promise<'stale'> => {
  await queue.complete(em, job);
  await dropLease(em, job);
  return 'stale';
};
