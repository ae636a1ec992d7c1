import type { EntityManager } from '@microplate/platform/database';
import type { WellOfRun } from '@microplate/schema/events';
import type { Layout, PlateOfReport } from '@microplate/schema/report';
import { knownLayout } from '../end-points/layout-rules.ts';
import { JOIN_ACCEPTED, PLATE_COLUMNS, type PlateRow } from '../plates/plate-store.ts';

/** A plate with its accepted run, whole. */
export type ReadPlate = Omit<PlateOfReport, 'rows' | 'layout'> & { letters: string; layoutVersion: string; layout: Layout | null };

type Row = PlateRow & {
  accepted_seq: string; accepted_at: Date; image_id: string; photo_sha256: string; requested_at: Date; finished_at: Date;
  model: PlateOfReport['run']['model']; threshold: number; confidence: number; software_version: string; wells: WellOfRun[];
};

/** The sample's plates that have an accepted run; null where there is no such sample. One statement, so one snapshot. */
export const readSamplePlates = async (em: EntityManager, labId: string, sampleNo: string): Promise<ReadPlate[] | null> => {
  const rows = await em.execute<Row[]>(
    `select ${PLATE_COLUMNS}, p.accepted_seq, p.accepted_at, r.image_id, r.photo_sha256, r.requested_at, r.finished_at,
       r.model, r.threshold, r.confidence, r.software_version, r.wells
     from sample s left join plate p on (p.lab_id, p.sample_id) = (s.lab_id, s.id) ${JOIN_ACCEPTED}
     where s.lab_id = ? and s.sample_no = ? order by p.seen`, [labId, sampleNo]);
  return rows.length === 0 ? null : rows.filter((row) => row.run_id !== null).map(plateOf);
};

const plateOf = (row: Row): ReadPlate => ({
  plateId: row.id, submissionNo: row.submission_no, plateNo: row.plate_no,
  acceptedSeq: Number(row.accepted_seq), acceptedAt: isoOf(row.accepted_at),
  run: {
    id: row.run_id!, imageId: row.image_id, photoSha256: row.photo_sha256, requestedAt: isoOf(row.requested_at), finishedAt: isoOf(row.finished_at),
    model: row.model, threshold: row.threshold, confidence: row.confidence, softwareVersion: row.software_version,
  },
  letters: row.letters, layoutVersion: row.layout_version, layout: knownLayout(row.layout_version, row.layout), wells: row.wells,
});

const isoOf = (time: Date): string => new Date(time).toISOString();
