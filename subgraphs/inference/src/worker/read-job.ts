import type { EntityManager } from '@microplate/platform/database';
import { appendEvent } from '@microplate/platform/events';
import { JOBS_TOPIC, endLease, keepLease, type Lease } from '../queue/lease-store.ts';
import { completedEvent } from '../runs/run-rules.ts';
import { announceRun, stateSql } from '../runs/run-store.ts';
import type { RunRow } from '../runs/run-types.ts';
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
    modelVersion: run.model.version, threshold: run.threshold, calibration: run.calibration ?? undefined, signal,
    onStep: (step, percent) => writeStep(deps, lease, step, percent),
  });
  await deps.checkpoint('after-read');
  signal.throwIfAborted();
  await deps.database.transaction((em) => complete(deps, em, lease, result));
  desk.photo = { sha256: run.photo_sha256, bytes };
  await deps.checkpoint('after-commit');
};

/** @throws LeaseLost */
const writeStep = ({ database, wakeups }: WorkerDeps, lease: Lease, step: string, progress: number): Promise<void> => database.transaction(async (em) => {
  if (!await keepLease(em, lease)) throw new LeaseLost();
  await em.execute(
    `update run set step = ?, progress = ?, trace = trace || ${stateSql('status', '?::text', '?::int')} where lab_id = ? and id = ? and status = 'PROCESSING'`,
    [step, progress, step, progress, lease.labId, lease.runId]);
  await announceRun(em, wakeups, lease.runId);
});

/** All of a result or nothing: job, lease, run, wells, the job to draw, and the event last. Locks in the house's order: job, lease, run. */
const complete = async (deps: WorkerDeps, em: EntityManager, lease: Lease, result: ReadResult): Promise<void> => {
  const { queue, wakeups } = deps;
  if (!await queue.complete(em, lease) || !await endLease(em, lease)) throw new LeaseLost();
  const run = await endRun(em, lease, result);
  if (!run) throw new LeaseLost();
  const { width, height, grid, wells } = result.reading;
  await em.execute('insert into reading (lab_id, run_id, width, height, grid, wells) values (?, ?, ?, ?, ?::jsonb, ?::jsonb)',
    [run.lab_id, run.id, width, height, JSON.stringify(grid), JSON.stringify(wells)]);
  await queue.send(em, 'draw', { labId: run.lab_id, runId: run.id }, run.priority);
  await wakeups.announce(em, JOBS_TOPIC);
  await announceRun(em, wakeups, run.id);
  await appendEvent(em, wakeups, { stream: 'runs', labId: run.lab_id, kind: 'run.completed', subjects: [`plate:${run.plate_id}`, `sample:${run.sample_no}`], payload: { ...completedEvent(run, result.reading) } });
  await deps.checkpoint('before-commit');
};

const endRun = async (em: EntityManager, lease: Lease, { reading, model, finder }: ReadResult): Promise<RunRow | undefined> => (await em.execute<RunRow[]>(
  `update run set status = 'COMPLETED', step = 'drawing', progress = 95, confidence = ?, model = ?::jsonb, finder = ?::jsonb,
     finished_at = clock_timestamp(), duration_ms = round(extract(epoch from clock_timestamp() - started_at) * 1000),
     trace = trace || ${stateSql("'COMPLETED'", "'drawing'", '95')}
   where lab_id = ? and id = ? and status = 'PROCESSING' returning *`,
  [reading.confidence, JSON.stringify(model), JSON.stringify(finder), lease.labId, lease.runId]))[0];
