import { badUserInput } from '@microplate/platform/errors';
import { decodeCursor, encodeCursor } from '@microplate/platform/paging';
import type { RunCompleted, RunFailed } from '@microplate/schema/events';
import type { Reading } from '../reading/plate-types.ts';
import { isUuid } from '@microplate/platform/ids';
import type { Failure, RunRow, RunState } from './run-types.ts';

/** The layout every lab has, and its one version. */
export const DEFAULT_LAYOUT = 'default';
export const DEFAULT_LAYOUT_VERSION = 'default-1';

/** True once nothing of the run will change any more: its end, and its picture drawn or given up. */
export const isSettled = (run: Pick<RunRow, 'status' | 'step'>): boolean =>
  run.status === 'FAILED' || run.status === 'CANCELLED' || (run.status === 'COMPLETED' && run.step === null);

/** The run as it was in an earlier state: what came later is not told before it. */
export const runAt = (run: RunRow, state: RunState): RunRow => {
  const { status, step, progress } = state;
  const ended = status === run.status;
  return { ...run, status, step, progress, ...(ended ? {} : { finished_at: null, duration_ms: null, failure: null, confidence: null }),
    picture: progress === 100 ? run.picture : null };
};

/** States that came after the `seen` first ones. */
export const statesAfter = (run: RunRow, seen: number): RunRow[] => run.trace.slice(seen).map((state) => runAt(run, state));

export interface RunPlace { requestedAt: string; id: string }

export const cursorOf = (run: Pick<RunRow, 'requested_at' | 'id'>): string => encodeCursor('run', [new Date(run.requested_at).toISOString(), run.id]);

/** @throws CodedError BAD_USER_INPUT for what is no cursor of a list of runs. */
export const placeOf = (after: string | null | undefined): RunPlace | null => {
  if (after == null) return null;
  const [requestedAt, id] = decodeCursor('run', after);
  if (typeof requestedAt === 'string' && typeof id === 'string' && isUuid(id) && isInstant(requestedAt)) return { requestedAt, id };
  throw badUserInput('after', '"after" is not a cursor of this list. Use the `cursor` or `endCursor` of an earlier answer.');
};

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && Number.isFinite(Date.parse(text));

const endOf = (run: RunRow) => ({
  runId: run.id, plateId: run.plate_id, sampleNo: run.sample_no, submissionNo: run.submission_no, plateNo: run.plate_no,
  imageId: run.image_id, photoSha256: run.photo_sha256, requestedBy: run.requested_by,
  requestedAt: new Date(run.requested_at).toISOString(), finishedAt: new Date(run.finished_at!).toISOString(),
});

/** Payload of `run.completed`; the run's row as it is after its end. */
export const completedEvent = (run: RunRow, reading: Pick<Reading, 'wells' | 'confidence' | 'flags'>): RunCompleted => {
  const { name, version, sha256, validated } = run.model;
  return {
    ...endOf(run), model: { name, version, sha256, validated }, threshold: run.threshold, confidence: reading.confidence,
    layoutVersion: run.layout_version, softwareVersion: run.software_version!, flags: reading.flags,
    wells: reading.wells.map((well) => ({ name: well.name, row: well.row, column: well.column, class: well.class, predicted: well.predicted, flowing: well.flowing, confidence: well.confidence })),
  };
};

/** Payload of `run.failed`. */
export const failedEvent = (run: RunRow, { code, message }: Failure): RunFailed => ({ ...endOf(run), failure: { code, message } });
