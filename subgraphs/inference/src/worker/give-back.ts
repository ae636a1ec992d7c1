import type { EntityManager } from '@microplate/platform/database';
import { appendEvent } from '@microplate/platform/events';
import { endLease, expiredLeases, type Lease } from '../queue/lease-store.ts';
import { failedEvent } from '../runs/run-rules.ts';
import { endDrawing, failRun, requeueRun } from '../runs/run-states-store.ts';
import { announceRun } from '../runs/run-store.ts';
import type { Failure } from '../runs/run-types.ts';
import { LeaseLost, RunFailure, failureOf } from './failure-rules.ts';
import type { WorkerDeps } from './worker-deps.ts';

type GiveBackDeps = Pick<WorkerDeps, 'database' | 'queue' | 'wakeups' | 'logger'>;

/**
 * Ends an attempt that has no result: the job waits for another after a back-off, or the run fails for good.
 * Answers the code the run failed with, or `retry`. @throws LeaseLost where the job is no longer this attempt's.
 */
export const giveBack = (deps: GiveBackDeps, lease: Lease, error: unknown, { onlyExpired = false } = {}): Promise<string> => {
  const { final, ...failure } = failureOf(error);
  const over = final || lease.last;
  return deps.database.transaction(async (em) => {
    if (final) await deps.queue.complete(em, lease);
    else await deps.queue.fail(em, lease, messageOf(error));
    if (!await endLease(em, lease, { onlyExpired })) throw new LeaseLost();
    if (lease.queue === 'read') await (over ? failForGood(deps, em, lease, failure) : requeueRun(em, lease));
    else if (over) await endDrawing(em, lease, null);
    await announceRun(em, deps.wakeups, lease.runId);
    return over ? failure.code : 'retry';
  });
};

/** Takes the jobs of workers that are not heard of any more away from them. */
export const sweep = async (deps: GiveBackDeps): Promise<void> => {
  for (const lease of await expiredLeases(deps.database.em())) {
    const stopped = new RunFailure('INTERNAL_SERVER_ERROR', 'The worker stopped while it read this photo, also when tried again. Start the reading again; if it persists, tell who runs this system the run\'s id.', false);
    const outcome = await giveBack(deps, lease, stopped, { onlyExpired: true }).catch((error: unknown) => {
      if (error instanceof LeaseLost) return 'lost';
      throw error;
    });
    deps.logger.warn({ runId: lease.runId, queue: lease.queue, attempt: lease.attempt, outcome }, 'a worker stopped; its job was taken from it');
  }
};

const failForGood = async ({ wakeups }: GiveBackDeps, em: EntityManager, lease: Lease, failure: Failure): Promise<void> => {
  const run = await failRun(em, lease, failure);
  if (!run) return;
  await announceRun(em, wakeups, run.id);
  await appendEvent(em, wakeups, { stream: 'runs', labId: run.lab_id, kind: 'run.failed', subjects: [`plate:${run.plate_id}`, `sample:${run.sample_no}`], payload: { ...failedEvent(run, failure) } });
};

const messageOf = (error: unknown): string =>
  error instanceof RunFailure && error.cause ? `${error.message} (${String(error.cause)})` : error instanceof Error ? error.message : String(error);
