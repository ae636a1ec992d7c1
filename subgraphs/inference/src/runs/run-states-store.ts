import type { EntityManager } from '@microplate/platform/database';
import type { Failure, PictureRef, RunRow } from './run-types.ts';
import { stateSql } from './run-store.ts';

/*
 * Every step a run can take, one statement each: QUEUED -> PROCESSING -> COMPLETED | FAILED, back to QUEUED for another attempt, CANCELLED
 * before its end. Each adds its state to `trace`, and answers nothing where the run has moved on meanwhile.
 */

interface RunKey { labId: string; runId: string }

const DURATION = 'duration_ms = round(extract(epoch from clock_timestamp() - started_at) * 1000)';

const only = (rows: RunRow[]): RunRow | null => rows[0] ?? null;

export const beginRun = async (em: EntityManager, { labId, runId }: RunKey, softwareVersion: string): Promise<RunRow | null> => only(await em.execute<RunRow[]>(
  `update run set status = 'PROCESSING', step = 'loading', progress = 1, attempts = attempts + 1, started_at = clock_timestamp(), software_version = ?,
     trace = trace || ${stateSql("'PROCESSING'", "'loading'", '1')}
   where lab_id = ? and id = ? and status in ('QUEUED', 'PROCESSING') returning *`, [softwareVersion, labId, runId]));

export const stepRun = async (em: EntityManager, { labId, runId }: RunKey, step: string, progress: number): Promise<void> => {
  await em.execute(
    `update run set step = ?, progress = ?, trace = trace || ${stateSql('status', '?::text', '?::int')} where lab_id = ? and id = ? and status = 'PROCESSING'`,
    [step, progress, step, progress, labId, runId]);
};

export interface RunResult { confidence: number; model: unknown; finder: unknown }

export const completeRun = async (em: EntityManager, { labId, runId }: RunKey, { confidence, model, finder }: RunResult): Promise<RunRow | null> => only(await em.execute<RunRow[]>(
  `update run set status = 'COMPLETED', step = 'drawing', progress = 95, confidence = ?, model = ?::jsonb, finder = ?::jsonb,
     finished_at = clock_timestamp(), ${DURATION}, trace = trace || ${stateSql("'COMPLETED'", "'drawing'", '95')}
   where lab_id = ? and id = ? and status = 'PROCESSING' returning *`, [confidence, JSON.stringify(model), JSON.stringify(finder), labId, runId]));

/** The last state of a completed run; with no picture where drawing was given up. */
export const endDrawing = async (em: EntityManager, { labId, runId }: RunKey, picture: PictureRef | null): Promise<void> => {
  await em.execute(
    `update run set step = null, progress = 100, picture = ?::jsonb, trace = trace || ${stateSql('status', 'null', '100')} where lab_id = ? and id = ?`,
    [picture && JSON.stringify(picture), labId, runId]);
};

export const requeueRun = async (em: EntityManager, { labId, runId }: RunKey): Promise<void> => {
  await em.execute(
    `update run set status = 'QUEUED', step = null, progress = 0, trace = trace || ${stateSql("'QUEUED'", 'null', '0')}
     where lab_id = ? and id = ? and status = 'PROCESSING'`, [labId, runId]);
};

export const failRun = async (em: EntityManager, { labId, runId }: RunKey, failure: Failure): Promise<RunRow | null> => only(await em.execute<RunRow[]>(
  `update run set status = 'FAILED', step = null, failure = ?::jsonb, finished_at = clock_timestamp(), ${DURATION},
     trace = trace || ${stateSql("'FAILED'", 'null', 'progress')}
   where lab_id = ? and id = ? and status = 'PROCESSING' returning *`, [JSON.stringify(failure), labId, runId]));

export const stopRun = async (em: EntityManager, { labId, runId }: RunKey): Promise<RunRow | null> => only(await em.execute<RunRow[]>(
  `update run set status = 'CANCELLED', step = null, finished_at = clock_timestamp(), trace = trace || ${stateSql("'CANCELLED'", 'null', 'progress')}
   where lab_id = ? and id = ? and status in ('QUEUED', 'PROCESSING') returning *`, [labId, runId]));
