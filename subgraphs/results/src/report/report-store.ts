import type { EntityManager } from '@microplate/platform/database';
import type { WellOfRun } from '@microplate/schema/events';
import type { PlateOfReport } from '@microplate/schema/report';
import { JOIN_ACCEPTED, JOIN_LAYOUT, PLATE_COLUMNS, READING_COLUMNS, readingOf, type PlateRow } from '../plates/plate-store.ts';
import type { Reading } from '../plates/plate-rules.ts';

/** A plate with its accepted run, whole. */
export type ReadPlate = Omit<PlateOfReport, 'rows' | 'layout'> & Reading;

type Row = PlateRow & {
  plate_id: string;  accepted_seq: string; accepted_at: Date; image_id: string; photo_sha256: string; requested_at: Date; finished_at: Date;
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
    model: row.model, threshold: row.threshold, confidence: row.confidence, softwareVersion: row.software_version, flags: row.flags,
  },
  ...readingOf(row), wells: row.wells,
});

/** One ended run of the lab, whether it is its plate's accepted one or not; `reading` is null where it failed. */
export const readRun = async (em: EntityManager, labId: string, id: string): Promise<{ id: string; plateId: string; reading: Reading | null } | null> => {
  const [row] = await em.execute<(Pick<Row, 'plate_id' | 'letters' | 'flowing' | 'flags' | 'layout' | 'layout_version'> & { letters: string | null })[]>(
    `select p.id as plate_id, ${READING_COLUMNS} from run r join plate p on (p.lab_id, p.id) = (r.lab_id, r.plate_id) ${JOIN_LAYOUT} where r.lab_id = ? and r.id = ?`, [labId, id]);
  return row ? { id, plateId: row.plate_id, reading: row.letters === null ? null : readingOf(row) } : null;
};

const isoOf = (time: Date): string => new Date(time).toISOString();
