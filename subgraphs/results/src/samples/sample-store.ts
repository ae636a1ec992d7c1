import type { EntityManager } from '@microplate/platform/database';
import { JOIN_ACCEPTED, PLATE_COLUMNS, plateOf, type PlateRecord, type PlateRow } from '../plates/plate-store.ts';
import { labStream } from '../result-events/result-event-rules.ts';

export interface SampleRecord { id: string; sampleNo: string; /** Order in which the lab's samples first appeared. */ seen: number }

type SampleRow = { id: string; sample_no: string; seen: string };

const sampleOf = (row: SampleRow): SampleRecord => ({ id: row.id, sampleNo: row.sample_no, seen: Number(row.seen) });

/** In the order of `keys`, null for one that is not in the lab. One statement. */
export const findSamples = async (em: EntityManager, labId: string, by: 'id' | 'sample_no', keys: readonly string[]): Promise<(SampleRecord | null)[]> => {
  const rows = await em.execute<SampleRow[]>(
    `select id, sample_no, seen from sample where lab_id = ? and ${by}::text in (select jsonb_array_elements_text(?::jsonb))`,
    [labId, JSON.stringify(keys)]);
  const found = new Map(rows.map((row) => [row[by], sampleOf(row)]));
  return keys.map((key) => found.get(key) ?? null);
};

/** Newest first; those whose number contains `search` in any case. */
export const listSamples = async (em: EntityManager, labId: string, query: { limit: number; before: number | null; search: string }): Promise<SampleRecord[]> => {
  const pattern = `%${query.search.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await em.execute<SampleRow[]>(
    `select id, sample_no, seen from sample where lab_id = ? and sample_no ilike ? and seen < coalesce(?::bigint, 9223372036854775807)
     order by seen desc limit ?`, [labId, pattern, query.before, query.limit]);
  return rows.map(sampleOf);
};

/** All plates of a sample, in the order they first appeared, and the head of the lab's stream. */
export interface SampleContents { head: number; plates: PlateRecord[] }

/**
 * In the order of `ids`. One statement, so one snapshot: whatever its plates do not show has an event after `head`,
 * and none that they show has.
 */
export const readSampleContents = async (em: EntityManager, labId: string, ids: readonly string[]): Promise<SampleContents[]> => {
  const rows = await em.execute<(Omit<PlateRow, 'id'> & { of_sample: string; id: string | null; head: string })[]>(
    `select s.id as of_sample, coalesce((select last_seq from event_stream where stream = ?), 0) as head, ${PLATE_COLUMNS}
     from sample s left join plate p on (p.lab_id, p.sample_id) = (s.lab_id, s.id) ${JOIN_ACCEPTED}
     where s.lab_id = ? and s.id in (select x::uuid from jsonb_array_elements_text(?::jsonb) x) order by p.seen`,
    [labStream(labId), labId, JSON.stringify(ids)]);
  const bySample = Map.groupBy(rows, (row) => row.of_sample);
  return ids.map((id) => {
    const own = bySample.get(id) ?? [];
    return { head: Number(own[0]?.head ?? 0), plates: own.filter((row): row is typeof row & { id: string } => row.id !== null).map(plateOf) };
  });
};
