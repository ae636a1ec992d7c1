import type { EntityManager } from '@microplate/platform/database';
import { appendEvent } from '@microplate/platform/events';
import { JOBS_TOPIC, endLease, keepLease, type Lease } from '../queue/lease-store.ts';
import { completedEvent } from '../runs/run-rules.ts';
import { completeRun, stepRun } from '../runs/run-states-store.ts';
import { announceRun, insertReading } from '../runs/run-store.ts';
import type { Claim } from './claim.ts';
import { LeaseLost } from './failure-rules.ts';
import type { ReadResult } from './plate-reader.ts';
import type { Desk, WorkerDeps } from './worker-deps.ts';

/** Reads the photo of a claimed run and writes its answer. @throws LeaseLost, RunFailure, ReadingError */
export const readJob = async (deps: WorkerDeps, { lease, run }: Claim, signal: AbortSignal, desk: Desk): Promise<void> => {
  await deps.checkpoint('after-claim');
  const bytes = await deps.photos.fetch(run.lab_id, run.photo_sha256, signal);
  await deps.checkpoint('after-photo');
  const result = await deps.reader.read(bytes, {
    modelVersion: run.model.version, threshold: run.threshold, calibration: run.calibration ?? undefined, orientation: run.orientation ?? undefined, dilution: run.dilution, controls: run.controls, signal,
    onStep: (step, percent) => writeStep(deps, lease, step, percent),
  });
  await deps.checkpoint('after-read');
  signal.throwIfAborted();
  desk.set(run.photo_sha256, bytes); // Before the drawing can be claimed.
  await deps.database.transaction((em) => complete(deps, em, lease, result));
  await deps.checkpoint('after-commit');
};

/** @throws LeaseLost */
const writeStep = ({ database, wakeups }: WorkerDeps, lease: Lease, step: string, progress: number): Promise<void> => database.transaction(async (em) => {
  if (!await keepLease(em, lease)) throw new LeaseLost();
  await stepRun(em, lease, step, progress);
  await announceRun(em, wakeups, lease.runId);
});

/** All of a result or nothing: job, lease, run, wells, the job to draw, and the event last. Locks in the house's order: job, lease, run. */
const complete = async (deps: WorkerDeps, em: EntityManager, lease: Lease, result: ReadResult): Promise<void> => {
  const { queue, wakeups } = deps;
  if (!await queue.complete(em, lease) || !await endLease(em, lease)) throw new LeaseLost();
  const { reading, model, finder } = result;
  const run = await completeRun(em, lease, { confidence: reading.confidence, model, finder });
  if (!run) throw new LeaseLost();
  await insertReading(em, lease, reading);
  await queue.send(em, 'draw', { labId: run.lab_id, runId: run.id }, run.priority);
  await wakeups.announce(em, JOBS_TOPIC);
  await announceRun(em, wakeups, run.id);
  await appendEvent(em, wakeups, { stream: 'runs', labId: run.lab_id, kind: 'run.completed', subjects: [`plate:${run.plate_id}`, `sample:${run.sample_no}`], payload: { ...completedEvent(run, reading) } });
  await deps.checkpoint('before-commit');
};
