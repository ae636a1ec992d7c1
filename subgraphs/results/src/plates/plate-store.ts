import type { EntityManager } from '@microplate/platform/database';
import type { Layout } from '@microplate/schema/report';
import { knownLayout } from '../end-points/layout-rules.ts';

/** What the numbers of a plate are made from: its accepted run. */
export interface AcceptedRun { id: string; letters: string; layoutVersion: string; /** Null where this version is not known here. */ layout: Layout | null }

export interface PlateRecord {
  id: string; sampleId: string; sampleNo: string; submissionNo: string | null; plateNo: string | null;
  accepted: AcceptedRun | null;
}

export interface PlateRow {
  id: string; sample_id: string; sample_no: string; submission_no: string | null; plate_no: string | null;
  run_id: string | null; letters: string; layout_version: string; layout: Layout | null;
}

/** Plates `p` with their samples `s`, accepted runs `r` and layouts `l`. */
export const PLATE_COLUMNS = 's.sample_no, p.id, p.sample_id, p.submission_no, p.plate_no, r.id as run_id, r.letters, r.layout_version, l.definition as layout';
export const JOIN_ACCEPTED = `
  left join run r on (r.lab_id, r.id) = (p.lab_id, p.accepted_run_id)
  left join layout l on (l.lab_id, l.version) = (r.lab_id, r.layout_version)`;

export const plateOf = (row: PlateRow): PlateRecord => ({
  id: row.id, sampleId: row.sample_id, sampleNo: row.sample_no, submissionNo: row.submission_no, plateNo: row.plate_no,
  accepted: row.run_id === null ? null
    : { id: row.run_id, letters: row.letters, layoutVersion: row.layout_version, layout: knownLayout(row.layout_version, row.layout) },
});

/** In the order of `ids`, null for one that is not in the lab. One statement. */
export const findPlates = async (em: EntityManager, labId: string, ids: readonly string[]): Promise<(PlateRecord | null)[]> => {
  const rows = await em.execute<PlateRow[]>(
    `select ${PLATE_COLUMNS} from plate p join sample s on (s.lab_id, s.id) = (p.lab_id, p.sample_id) ${JOIN_ACCEPTED}
     where p.lab_id = ? and p.id in (select x::uuid from jsonb_array_elements_text(?::jsonb) x)`, [labId, JSON.stringify(ids)]);
  const byId = new Map(rows.map((row) => [row.id, plateOf(row)]));
  return ids.map((id) => byId.get(id) ?? null);
};
