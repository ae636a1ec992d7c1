import type { EntityManager } from '@microplate/platform/database';
import type { Wakeups } from '@microplate/platform/events';
import type { UsedHints } from '../calibrations/use-calibration.ts';
import type { RunPlace } from './run-rules.ts';
import type { ReadPlateRequest, ReadingRow, RunRow, RunStatus } from './run-types.ts';

/** Wake-up topic: the run's row changed. */
export const runTopic = (runId: string): string => `run:${runId}`;

/** A state for `trace`, in SQL. */
export const stateSql = (status: string, step: string, progress: string): string =>
  `jsonb_build_array(jsonb_build_object('status', ${status}, 'step', ${step}, 'progress', ${progress}, 'at', clock_timestamp()))`;

const anyOf = (ids: readonly string[]): string => [...ids].join(',');

export interface NewRun extends ReadPlateRequest, UsedHints {
  labId: string; id: string; plateId: string; photoSha256: string; model: RunRow['model']; layoutVersion: string; dilution: RunRow['dilution']; controls: string[];
  requestedBy: string; idempotencyKey: string | null; inputHash: string;
}

/** The new row; null where this person has used the key before (also by a call that commits at this moment). */
export const insertRun = async (em: EntityManager, run: NewRun): Promise<RunRow | null> => {
  const [row] = await em.execute<RunRow[]>(
    `insert into run (lab_id, id, trace, image_id, photo_sha256, plate_id, sample_no, submission_no, plate_no, threshold, priority,
       calibration, calibration_ref, orientation, model, layout_version, dilution, controls, requested_by, idempotency_key, input_hash)
     values (?, ?, ${stateSql("'QUEUED'", 'null', '0')}, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?)
     on conflict (lab_id, requested_by, idempotency_key) where idempotency_key is not null do nothing returning *`,
    [run.labId, run.id, run.imageId, run.photoSha256, run.plateId, run.sampleNo, run.submissionNo, run.plateNo, run.threshold, run.priority,
      run.calibration && JSON.stringify(run.calibration), run.calibrationRef && JSON.stringify(run.calibrationRef), run.orientation, JSON.stringify(run.model), run.layoutVersion, run.dilution, JSON.stringify(run.controls), run.requestedBy, run.idempotencyKey, run.inputHash]);
  return row ?? null;
};

export const runByKey = async (em: EntityManager, labId: string, userId: string, key: string): Promise<RunRow | null> => {
  const [row] = await em.execute<RunRow[]>('select * from run where lab_id = ? and requested_by = ? and idempotency_key = ?', [labId, userId, key]);
  return row ?? null;
};

export const runById = async (em: EntityManager, labId: string, id: string): Promise<RunRow | null> => (await runsByIds(em, labId, [id]))[0] ?? null;

export const runsByIds = (em: EntityManager, labId: string, ids: readonly string[]): Promise<RunRow[]> =>
  em.execute<RunRow[]>("select * from run where lab_id = ? and id = any(string_to_array(?, ',')::uuid[])", [labId, anyOf(ids)]);

export const readingsByRuns = (em: EntityManager, labId: string, runIds: readonly string[]): Promise<ReadingRow[]> =>
  em.execute<ReadingRow[]>("select * from reading where lab_id = ? and run_id = any(string_to_array(?, ',')::uuid[])", [labId, anyOf(runIds)]);

/** The grid and all wells of a run, one value each. */
export const insertReading = async (em: EntityManager, { labId, runId }: { labId: string; runId: string }, { width, height, grid, orientation, flags, wells }: Omit<ReadingRow, 'lab_id' | 'run_id'>): Promise<void> => {
  await em.execute('insert into reading (lab_id, run_id, width, height, grid, orientation, flags, wells) values (?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?::jsonb)',
    [labId, runId, width, height, JSON.stringify(grid), orientation, JSON.stringify(flags), JSON.stringify(wells)]);
};

export interface RunQuery { first: number; place: RunPlace | null }

export interface RunConditions { sampleNo?: string | null; plateId?: string | null; status?: RunStatus | null }

const page = (query: RunQuery): [string, (string | number)[]] => [
  `${query.place ? 'and (requested_at, id) < (?::timestamptz, ?::uuid)' : ''} order by requested_at desc, id desc limit ?`,
  [...(query.place ? [query.place.requestedAt, query.place.id] : []), query.first + 1]];

/** The lab's runs, newest request first, one more than asked for. */
export const findRuns = (em: EntityManager, labId: string, conditions: RunConditions, query: RunQuery): Promise<RunRow[]> => {
  const given = Object.entries({ sample_no: conditions.sampleNo, plate_id: conditions.plateId, status: conditions.status }).filter(([, value]) => value != null) as [string, string][];
  const [rest, values] = page(query);
  return em.execute<RunRow[]>(`select * from run where lab_id = ? ${given.map(([column]) => `and ${column} = ?`).join(' ')} ${rest}`, [labId, ...given.map(([, value]) => value), ...values]);
};

/** Pages of many plates' or photos' runs in one statement; each row names its owner. */
export const findRunsOf = (em: EntityManager, labId: string, owner: 'plate_id' | 'image_id', ids: readonly string[], query: RunQuery): Promise<RunRow[]> => {
  const [rest, values] = page(query);
  return em.execute<RunRow[]>(
    `select found.* from unnest(string_to_array(?, ',')::uuid[]) owner(id)
     cross join lateral (select * from run where lab_id = ? and ${owner} = owner.id ${rest}) found
     order by found.requested_at desc, found.id desc`, [anyOf(ids), labId, ...values]);
};

/** How many runs wait and how many are being read, over all labs. */
export const countUnfinished = async (em: EntityManager): Promise<{ status: RunStatus; count: number }[]> => {
  const rows = await em.execute<{ status: RunStatus; count: string }[]>("select status, count(*) as count from run where status in ('QUEUED', 'PROCESSING') group by status");
  return rows.map(({ status, count }) => ({ status, count: Number(count) }));
};

/** Tells whoever follows the run. */
export const announceRun = (em: EntityManager, wakeups: Wakeups, runId: string): Promise<void> => wakeups.announce(em, runTopic(runId));
