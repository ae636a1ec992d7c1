import { LRUCache } from 'lru-cache';
import { nextWakeup } from '@microplate/platform/events';
import { JOBS_TOPIC } from '../queue/lease-store.ts';
import { claimJob, type Claim } from './claim.ts';
import { drawJob } from './draw-job.ts';
import { LeaseLost } from './failure-rules.ts';
import { giveBack, sweep } from './give-back.ts';
import { holdLease } from './hold-lease.ts';
import { readJob } from './read-job.ts';
import type { Desk, WorkerDeps } from './worker-deps.ts';

export type { AttemptReport } from './worker-deps.ts';

/** How long an idle worker rests when nothing wakes it: retries fall due and leases expire without a word. */
const POLL_MS = 1000;
const TROUBLE_MS = 1000;

export interface Worker {
  start(): void;
  /** Takes no new job, finishes those at hand. */
  dispose(): Promise<void>;
}

/** `concurrency` loops, each one job at a time: claim, work, write. The first also sweeps. */
export const createWorker = (deps: WorkerDeps): Worker => {
  const stop = new AbortController();
  let loops: Promise<void>[] = [];
  return {
    start: () => {
      const desk: Desk = new LRUCache<string, Buffer>({ max: deps.concurrency });
      loops = Array.from({ length: deps.concurrency }, (_, place) => loop(deps, stop.signal, desk, place === 0));
    },
    dispose: async () => { stop.abort(); await Promise.all(loops); },
  };
};

const loop = async (deps: WorkerDeps, stop: AbortSignal, desk: Desk, sweeps: boolean): Promise<void> => {
  while (!stop.aborted) {
    const wakeup = nextWakeup(deps.wakeups, JOBS_TOPIC, POLL_MS, stop);
    try {
      if (sweeps) await sweep(deps);
      const claim = await claimJob(deps);
      if (claim === null) await wakeup.promise;
      else if (claim !== 'stale') await attempt(deps, claim, desk);
    } catch (error) {
      deps.logger.warn({ error: (error as Error).message }, 'the worker had trouble; trying again');
      await nextWakeup(deps.wakeups, '', TROUBLE_MS, stop).promise;
    } finally {
      wakeup.cancel();
    }
  }
};

const attempt = async (deps: WorkerDeps, claim: Claim, desk: Desk): Promise<void> => {
  const { lease } = claim;
  const began = performance.now();
  const hold = holdLease(deps, lease);
  const outcome = await (lease.queue === 'read' ? readJob : drawJob)(deps, claim, hold.signal, desk)
    .then(() => 'ok', (error: unknown) => ended(deps, claim, hold.signal.aborted ? hold.signal.reason : error))
    .finally(hold.release);
  const ms = performance.now() - began;
  deps.report({ queue: lease.queue, outcome, ms });
  deps.logger.info({ runId: lease.runId, queue: lease.queue, attempt: lease.attempt, outcome, ms: Math.round(ms) }, 'job done');
};

const ended = async (deps: WorkerDeps, { lease }: Claim, error: unknown): Promise<string> => {
  if (error instanceof LeaseLost) return 'lost';
  deps.logger.warn({ runId: lease.runId, queue: lease.queue, error: (error as Error).message, cause: String((error as Error).cause ?? '') }, 'an attempt failed');
  return giveBack(deps, lease, error).catch((lost: unknown) => {
    if (lost instanceof LeaseLost) return 'lost';
    throw lost;
  });
};
