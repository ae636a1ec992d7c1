import type { EntityManager } from '@microplate/platform/database';
import { endLease, type Lease } from '../queue/lease-store.ts';
import { endDrawing } from '../runs/run-states-store.ts';
import type { Reading } from '../reading/plate-types.ts';
import { announceRun, readingsByRuns } from '../runs/run-store.ts';
import type { PictureRef, RunRow } from '../runs/run-types.ts';
import { textsOf } from './annotation-rules.ts';
import type { Claim } from './claim.ts';
import { LeaseLost } from './failure-rules.ts';
import type { Desk, WorkerDeps } from './worker-deps.ts';

const MAX_BYTES = 100_000_000;

/** Draws the picture of a completed run. Whatever happens here, the run's result stands. @throws LeaseLost, RunFailure */
export const drawJob = async (deps: WorkerDeps, { lease, run }: Claim, signal: AbortSignal, desk: Desk): Promise<void> => {
  await deps.checkpoint('before-draw');
  const bytes = desk.get(run.photo_sha256) ?? await deps.photos.fetch(run.lab_id, run.photo_sha256, signal);
  desk.delete(run.photo_sha256);
  const { data, ...drawn } = await deps.reader.draw(bytes, await readingOf(deps, run), textsOf(run, await rowsOf(deps, lease, run, signal)));
  const { sha256, byteSize } = await deps.blobs.put(oneChunk(data), { maxBytes: MAX_BYTES });
  await deps.checkpoint('after-draw');
  const { width: wide, height: high, mimeType } = drawn;
  await deps.database.transaction((em) => keepPicture(deps, em, lease, { sha256, byteSize, width: wide, height: high, mimeType }));
};

const readingOf = async ({ database }: WorkerDeps, run: RunRow): Promise<Reading> => {
  const [{ lab_id: _labId, run_id: _runId, wells, ...reading }] = await readingsByRuns(database.em(), run.lab_id, [run.id]);
  return { ...reading, wells: wells as Reading['wells'], confidence: run.confidence! };
};

/** The last attempt draws without end points rather than not at all. */
const rowsOf = ({ results }: WorkerDeps, { last }: Lease, run: RunRow, signal: AbortSignal) =>
  results.rowsOf(run.lab_id, run.id, signal).catch((error: unknown) => {
    if (last) return null;
    throw error;
  });

const keepPicture = async ({ queue, wakeups }: WorkerDeps, em: EntityManager, lease: Lease, picture: PictureRef): Promise<void> => {
  if (!await queue.complete(em, lease) || !await endLease(em, lease)) throw new LeaseLost();
  await endDrawing(em, lease, picture);
  await announceRun(em, wakeups, lease.runId);
};

async function* oneChunk(data: Buffer): AsyncGenerator<Uint8Array> { yield data; }
