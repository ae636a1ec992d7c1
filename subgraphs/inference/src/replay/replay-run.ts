import type { Database } from '@microplate/platform/database';
import { CodedError, notFound } from '@microplate/platform/errors';
import { isUuid } from '@microplate/platform/ids';
import { look, type Asker, type LookDeps } from '../locations/look.ts';
import type { ModelRegistry } from '../models/model-registry.ts';
import type { Reading } from '../reading/plate-types.ts';
import { ReadingError } from '../reading/reading-error.ts';
import { readingsByRuns, runById } from '../runs/run-store.ts';
import type { RunRow } from '../runs/run-types.ts';
import { softwareVersion } from '../software-version.ts';
import { TOLERANCE, differencesBetween, type ReplayDifference } from './replay-rules.ts';

export interface ReplayDeps extends LookDeps { database: Database; models: ModelRegistry }

export interface Replay { run: RunRow; equal: boolean; differences: ReplayDifference[]; tolerance: typeof TOLERANCE; softwareVersion: string }

/**
 * Reads an ended run's photo again from the run's record and compares; stores nothing.
 * @throws CodedError NOT_FOUND (run, photo), RUN_NOT_FINISHED, MODEL_NOT_FOUND, RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export const replayRun = async (deps: ReplayDeps, asker: Asker, id: string): Promise<Replay> => {
  const run = await requireEnded(deps.database, asker.identity.labId, id);
  await deps.models.requireRecorded('WELL_CLASSIFIER', run.model);
  if (run.finder) await deps.models.requireRecorded('PLATE_FINDER', run.finder);
  const outcome = await readAgain(deps, asker, run);
  const differences = await compare(deps.database, run, outcome);
  return { run, equal: differences.length === 0, differences, tolerance: TOLERANCE, softwareVersion: softwareVersion() };
};

const requireEnded = async (database: Database, labId: string, id: string): Promise<RunRow> => {
  const run = isUuid(id) ? await runById(database.em(), labId, id) : null;
  if (!run) throw notFound('run', id);
  if (run.status === 'COMPLETED' || run.status === 'FAILED') return run;
  throw new CodedError('RUN_NOT_FINISHED', run.status === 'CANCELLED'
    ? 'The run was cancelled: it has no result to compare with.' : 'The run has not ended yet. Replay it when it has.', { status: run.status });
};

type Outcome = { reading: Reading } | { failure: string };

const readAgain = (deps: ReplayDeps, asker: Asker, run: RunRow): Promise<Outcome> => look(deps, asker, run.photo_sha256, async (reader, photo, signal): Promise<Outcome> => {
  try {
    return await reader.read(photo, {
      modelVersion: run.model.version, finderVersion: run.finder?.version, threshold: run.threshold,
      calibration: run.calibration ?? undefined, orientation: run.orientation ?? undefined, dilution: run.dilution, controls: run.controls, signal, onStep: async () => {},
    });
  } catch (error) {
    if (error instanceof ReadingError && error.code !== 'MODEL_NOT_FOUND') return { failure: error.code };
    throw error;
  }
});

const compare = async (database: Database, run: RunRow, outcome: Outcome): Promise<ReplayDifference[]> => {
  const before = run.failure?.code ?? null;
  const after = 'failure' in outcome ? outcome.failure : null;
  if (before !== after) return [{ what: 'FAILURE', well: null, before, after }];
  if ('failure' in outcome) return [];
  const [recorded] = await readingsByRuns(database.em(), run.lab_id, [run.id]);
  return differencesBetween({ ...recorded, confidence: run.confidence! }, outcome.reading);
};
