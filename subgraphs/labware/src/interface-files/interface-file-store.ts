import type { Database, EntityManager } from '@microplate/platform/database';
import type { InterfaceFile } from './interface-file.ts';

interface Row {
  id: string; lab_id: string; sample_no: string; file_name: string; dialect: InterfaceFile['dialect']; policy: InterfaceFile['policy'];
  test_number: string | null; warnings: string[]; sha256: string; byte_size: number; status: InterfaceFile['status'];
  generated_by: string | null; generated_at: string | Date;
}

export interface PageKey { sampleNo: string; size: number; after: { generatedAt: string; id: string } | null }

const COLUMNS = `f.id, f.lab_id, f.sample_no, f.file_name, f.dialect, f.policy, f.test_number, f.warnings, f.sha256, f.byte_size, f.status,
  f.generated_by, f.generated_at`;

const MAX_ORDINAL = 1000;

/**
 * Stores a file under the first free name. A rival that stores the same name at this moment is waited for: its commit
 * takes the name, its rollback frees it.
 */
export const insertFile = async (em: EntityManager, file: Omit<InterfaceFile, 'fileName'> & { content: string }, nameOf: (ordinal: number) => string): Promise<InterfaceFile> => {
  const { content, ...stored } = file;
  for (let ordinal = 1; ordinal <= MAX_ORDINAL; ordinal++) {
    const fileName = nameOf(ordinal);
    const taken = await em.execute<unknown[]>(
      `insert into interface_file (id, lab_id, sample_no, file_name, dialect, policy, test_number, warnings, content, sha256, byte_size, status, generated_by, generated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?) on conflict (lab_id, lower(file_name)) do nothing returning id`,
      [file.id, file.labId, file.sampleNo, fileName, file.dialect, file.policy, file.testNumber, JSON.stringify(file.warnings), content,
        file.sha256, file.byteSize, file.status, file.generatedBy, file.generatedAt.toISOString()]);
    if (taken.length === 1) return { ...stored, fileName };
  }
  throw new Error(`${MAX_ORDINAL} files of one sample in one moment`);
};

/** Those that exist in the lab, in no order. */
export const filesById = async (database: Database, labId: string, ids: readonly string[]): Promise<InterfaceFile[]> => {
  const rows = await database.em().execute<Row[]>(
    `select ${COLUMNS} from interface_file f where f.lab_id = ? and f.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`, [labId, JSON.stringify(ids)]);
  return rows.map(fileOf);
};

/** Bytes as text, by id. */
export const contentsById = async (database: Database, labId: string, ids: readonly string[]): Promise<Map<string, string>> => {
  const rows = await database.em().execute<{ id: string; content: string }[]>(
    'select id, content from interface_file where lab_id = ? and id in (select jsonb_array_elements_text(?::jsonb)::uuid)', [labId, JSON.stringify(ids)]);
  return new Map(rows.map((row) => [row.id, row.content]));
};

/** A file for whoever bears its signed address, whatever the lab. */
export const fileForDownload = async (database: Database, id: string): Promise<{ fileName: string; content: string } | null> => {
  const [row] = await database.em().execute<{ file_name: string; content: string }[]>('select file_name, content from interface_file where id = ?', [id]);
  return row ? { fileName: row.file_name, content: row.content } : null;
};

/** Pages of many samples in one statement, newest first, one row more than asked where there is a next page; in the order of `keys`. */
export const filePages = async (database: Database, labId: string, keys: readonly PageKey[]): Promise<InterfaceFile[][]> => {
  const wanted = keys.map(({ sampleNo, size, after }, place) => ({ place, sample_no: sampleNo, size, after_at: after?.generatedAt ?? null, after_id: after?.id ?? null }));
  const rows = await database.em().execute<(Row & { place: number })[]>(
    `select k.place, ${COLUMNS}
     from jsonb_to_recordset(?::jsonb) as k(place int, sample_no text, size int, after_at timestamptz, after_id uuid)
     cross join lateral (
       select * from interface_file i where i.lab_id = ? and i.sample_no = k.sample_no
         and (k.after_at is null or (i.generated_at, i.id) < (k.after_at, k.after_id))
       order by i.generated_at desc, i.id desc limit k.size + 1) f
     order by k.place, f.generated_at desc, f.id desc`, [JSON.stringify(wanted), labId]);
  const pages: InterfaceFile[][] = keys.map(() => []);
  for (const row of rows) pages[row.place].push(fileOf(row));
  return pages;
};

const fileOf = (row: Row): InterfaceFile => ({
  id: row.id, labId: row.lab_id, sampleNo: row.sample_no, fileName: row.file_name, dialect: row.dialect, policy: row.policy, testNumber: row.test_number,
  warnings: row.warnings, sha256: row.sha256, byteSize: row.byte_size, status: row.status, generatedBy: row.generated_by, generatedAt: new Date(row.generated_at),
});
