import type { EntityManager } from '@microplate/platform/database';
import type { FetchedJob, JobAttempt } from './job-queue.ts';

/** Topic of "there is a job". */
export const JOBS_TOPIC = 'jobs';
/** Topic of "this run was cancelled". */
export const cancelTopic = (runId: string): string => `cancel:${runId}`;

/** How long a worker that says nothing keeps its job. */
const LEASE = "interval '5 seconds'";
export const HEARTBEAT_MS = 1000;

export type Lease = Required<FetchedJob>;

export const insertLease = async (em: EntityManager, job: FetchedJob, workerId: string): Promise<void> => {
  await em.execute(
    `insert into lease (lab_id, queue, run_id, attempt, last, worker_id, until) values (?, ?, ?, ?, ?, ?, clock_timestamp() + ${LEASE})
     on conflict (lab_id, queue, run_id) do update set attempt = excluded.attempt, last = excluded.last, worker_id = excluded.worker_id, until = excluded.until`,
    [job.labId, job.queue, job.runId, job.attempt, job.last, workerId]);
};

const HELD = 'lab_id = ? and queue = ? and run_id = ? and attempt = ?';
const held = (job: JobAttempt & { labId: string }) => [job.labId, job.queue, job.runId, job.attempt];

/** Prolongs the lease and locks it until the commit, so that nobody takes the job over meanwhile. False where it is gone. */
export const keepLease = async (em: EntityManager, job: Lease): Promise<boolean> =>
  (await em.execute<unknown[]>(`update lease set until = clock_timestamp() + ${LEASE} where ${HELD} returning 1`, held(job))).length === 1;

/** Ends the lease. False where it is gone. */
export const endLease = async (em: EntityManager, job: Lease, { onlyExpired = false } = {}): Promise<boolean> =>
  (await em.execute<unknown[]>(`delete from lease where ${HELD} ${onlyExpired ? 'and until < clock_timestamp()' : ''} returning 1`, held(job))).length === 1;

/** A lease that was taken for nothing. */
export const dropLease = async (em: EntityManager, { labId, queue, runId }: Lease): Promise<void> => {
  await em.execute('delete from lease where lab_id = ? and queue = ? and run_id = ?', [labId, queue, runId]);
};

/** Leases whose worker has not been heard of. */
export const expiredLeases = (em: EntityManager): Promise<Lease[]> =>
  em.execute<Lease[]>('select lab_id as "labId", queue, run_id as "runId", attempt, last from lease where until < clock_timestamp() order by until limit 50');

/** Takes the fence away from whoever works on the run. */
export const revokeLeases = async (em: EntityManager, labId: string, runId: string): Promise<void> => {
  await em.execute('delete from lease where lab_id = ? and run_id = ?', [labId, runId]);
};

/** A worker is known to be dead: its jobs need not wait for their leases to expire. */
export const expireLeasesOf = async (em: EntityManager, workerId: string): Promise<void> => {
  await em.execute("update lease set until = '-infinity' where worker_id = ?", [workerId]);
};
