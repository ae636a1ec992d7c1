import type { EntityManager } from '@microplate/platform/database';
import type { RunCompleted, RunFailed } from '@microplate/schema/events';
import { sampleIdOf } from '@microplate/schema/identifiers';
import { flowingOf, lettersOf } from '../end-points/well-rules.ts';

/** Makes the sample and the plate of a run where they are new, and tells whether the plate has an accepted run. */
export const ensurePlate = async (em: EntityManager, labId: string, run: RunCompleted | RunFailed): Promise<{ accepted: boolean }> => {
  const sampleId = sampleIdOf(labId, run.sampleNo);
  await em.execute('insert into sample (lab_id, id, sample_no) values (?, ?, ?) on conflict do nothing', [labId, sampleId, run.sampleNo]);
  await em.execute(
    'insert into plate (lab_id, id, sample_id, submission_no, plate_no) values (?, ?, ?, ?, ?) on conflict do nothing',
    [labId, run.plateId, sampleId, run.submissionNo, run.plateNo]);
  const [plate] = await em.execute<{ accepted: boolean }[]>(
    'select accepted_run_id is not null as accepted from plate where lab_id = ? and id = ? for update', [labId, run.plateId]);
  return plate;
};

/** False where the run is here already. */
export const insertRun = async (em: EntityManager, labId: string, run: RunCompleted | RunFailed): Promise<boolean> => {
  const inserted = await em.execute<unknown[]>(
    `insert into run (lab_id, id, plate_id, status, requested_at, finished_at, image_id, photo_sha256, ${RESULT_COLUMNS})
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::real[]) on conflict do nothing returning id`,
    [labId, run.runId, run.plateId, 'failure' in run ? 'FAILED' : 'COMPLETED', run.requestedAt, run.finishedAt, run.imageId, run.photoSha256,
      ...resultOf(run)]);
  return inserted.length > 0;
};

const RESULT_COLUMNS = 'failure, model, threshold, confidence, layout_version, software_version, letters, wells, flags, flowing';

const resultOf = (run: RunCompleted | RunFailed): unknown[] => 'failure' in run
  ? [JSON.stringify(run.failure), null, null, null, null, null, null, null, '[]', null]
  : [null, JSON.stringify(run.model), run.threshold, run.confidence, run.layoutVersion, run.softwareVersion, lettersOf(run.wells), JSON.stringify(run.wells), JSON.stringify(run.flags ?? []), arrayOf(flowingOf(run.wells))];

/** As Postgres writes an array. */
const arrayOf = (numbers: number[] | null): string | null => numbers && `{${numbers.join(',')}}`;

/**
 * Makes the run its plate's accepted one unless a completed one was requested later; `seq` is that of its event.
 * Runs requested in the same millisecond go by the end, then the id, so the order of arrival never matters.
 */
export const acceptRun = async (em: EntityManager, labId: string, run: RunCompleted, seq: number): Promise<void> => {
  await em.execute(
    `update plate p set accepted_run_id = r.id, accepted_seq = ?, accepted_at = now() from run r
     where (r.lab_id, r.id) = (?, ?::uuid) and (p.lab_id, p.id) = (r.lab_id, r.plate_id) and not exists (
       select 1 from run a where (a.lab_id, a.id) = (p.lab_id, p.accepted_run_id)
       and (a.requested_at, a.finished_at, a.id) > (r.requested_at, r.finished_at, r.id))`,
    [seq, labId, run.runId]);
};
