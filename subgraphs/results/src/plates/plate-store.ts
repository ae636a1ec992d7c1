import type { EntityManager } from '@microplate/platform/database';
import type { QualityFlagOfRun } from '@microplate/schema/events';
import type { Layout } from '@microplate/schema/report';
import { knownLayout } from '../end-points/layout-rules.ts';
import type { Reading } from './plate-rules.ts';

/** What the numbers of a plate are made from: its accepted run. */
export interface AcceptedRun extends Reading { id: string; layoutSavedBy: string | null; layoutSavedAt: Date | null }

export interface PlateRecord {
  id: string; sampleId: string; sampleNo: string; submissionNo: string | null; plateNo: string | null;
  accepted: AcceptedRun | null;
}

export interface PlateRow {
  id: string; sample_id: string; sample_no: string; submission_no: string | null; plate_no: string | null;
  run_id: string | null; letters: string; flowing: number[] | null; flags: QualityFlagOfRun[]; layout_version: string; layout: Layout | null;
  layout_saved_by: string | null; layout_saved_at: Date | null;
}

/** Of plates `p`, runs `r` and layouts `l`: a layout set on the plate goes over the run's. */
export const READING_COLUMNS = 'r.letters, r.flowing, r.flags, coalesce(p.layout_version, r.layout_version) as layout_version, l.definition as layout';
export const JOIN_LAYOUT = 'left join layout l on (l.lab_id, l.version) = (r.lab_id, coalesce(p.layout_version, r.layout_version))';

/** Plates `p` with their samples `s`, accepted runs `r` and layouts `l`. */
export const PLATE_COLUMNS = `s.sample_no, p.id, p.sample_id, p.submission_no, p.plate_no, r.id as run_id, ${READING_COLUMNS},
  l.saved_by as layout_saved_by, l.saved_at as layout_saved_at`;
export const JOIN_ACCEPTED = `left join run r on (r.lab_id, r.id) = (p.lab_id, p.accepted_run_id) ${JOIN_LAYOUT}`;

export const readingOf = ({ letters, flowing, flags, layout_version, layout }: Pick<PlateRow, 'letters' | 'flowing' | 'flags' | 'layout_version' | 'layout'>): Reading =>
  ({ letters, flowing, flags, layoutVersion: layout_version, layout: knownLayout(layout_version, layout) });

export const plateOf = (row: PlateRow): PlateRecord => ({
  id: row.id, sampleId: row.sample_id, sampleNo: row.sample_no, submissionNo: row.submission_no, plateNo: row.plate_no,
  accepted: row.run_id === null ? null
    : { id: row.run_id, ...readingOf(row), layoutSavedBy: row.layout_saved_by, layoutSavedAt: row.layout_saved_at },
});

/** In the order of `ids`, null for one that is not in the lab. One statement. */
export const findPlates = async (em: EntityManager, labId: string, ids: readonly string[]): Promise<(PlateRecord | null)[]> => {
  const rows = await em.execute<PlateRow[]>(
    `select ${PLATE_COLUMNS} from plate p join sample s on (s.lab_id, s.id) = (p.lab_id, p.sample_id) ${JOIN_ACCEPTED}
     where p.lab_id = ? and p.id in (select x::uuid from jsonb_array_elements_text(?::jsonb) x)`, [labId, JSON.stringify(ids)]);
  const byId = new Map(rows.map((row) => [row.id, plateOf(row)]));
  return ids.map((id) => byId.get(id) ?? null);
};
