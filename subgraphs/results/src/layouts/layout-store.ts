import type { EntityManager } from '@microplate/platform/database';
import type { Layout } from '@microplate/schema/report';
import { DEFAULT_LAYOUT, knownLayout } from '../end-points/layout-rules.ts';
import { DEFAULT_NAME, layoutId, type LayoutDefinition } from './layout-rules.ts';

/** A version of a layout, and who saved it when; nobody did the default one. */
export interface StoredLayout { layout: Layout; savedBy: string | null; savedAt: Date | null; seen: number }

export const DEFAULT_STORED: StoredLayout = { layout: DEFAULT_LAYOUT, savedBy: null, savedAt: null, seen: 0 };

type Row = { version: string; definition: Layout; saved_by: string | null; saved_at: Date | null; seen: string };

const storedOf = ({ version, definition, saved_by, saved_at, seen }: Row): StoredLayout =>
  ({ layout: knownLayout(version, definition)!, savedBy: saved_by, savedAt: saved_at, seen: Number(seen) });

const COLUMNS = 'version, definition, saved_by, saved_at, seen';

/** The name's next version. The counter's row stays locked until the commit, so two at once get two versions. */
export const insertLayout = async (em: EntityManager, labId: string, savedBy: string, name: string, definition: LayoutDefinition): Promise<StoredLayout> => {
  const [{ last_number }] = await em.execute<{ last_number: number }[]>(
    `insert into layout_name (lab_id, name, last_number) values (?, ?, 1)
     on conflict (lab_id, name) do update set last_number = layout_name.last_number + 1 returning last_number`, [labId, name]);
  const [row] = await em.execute<Row[]>(
    `insert into layout (lab_id, version, definition, name, number, saved_by, saved_at) values (?, ?, ?::jsonb, ?, ?, ?, clock_timestamp()) returning ${COLUMNS}`,
    [labId, layoutId(name, last_number), JSON.stringify(definition), name, last_number, savedBy]);
  return storedOf(row);
};

export const findLayout = async (em: EntityManager, labId: string, id: string): Promise<StoredLayout | null> => {
  const [row] = await em.execute<Row[]>(`select ${COLUMNS} from layout where lab_id = ? and version = ?`, [labId, id]);
  return row ? storedOf(row) : id === DEFAULT_LAYOUT.version ? DEFAULT_STORED : null;
};

/** The newest version of a name. */
export const newestLayout = async (em: EntityManager, labId: string, name: string): Promise<StoredLayout | null> => {
  const [row] = await em.execute<Row[]>(`select ${COLUMNS} from layout where lab_id = ? and name = ? order by number desc limit 1`, [labId, name]);
  return row ? storedOf(row) : name === DEFAULT_NAME ? DEFAULT_STORED : null;
};

/** Newest first, the default one last, at least one more than asked for where there are more. */
export const listLayouts = async (em: EntityManager, labId: string, { name, before, first }: { name: string | null; before: number | null; first: number }): Promise<StoredLayout[]> => {
  const rows = await em.execute<Row[]>(
    `select ${COLUMNS} from layout where lab_id = ? and name is not null ${name === null ? '' : 'and name = ?'} and seen < coalesce(?::bigint, 9223372036854775807)
     order by seen desc limit ?`, [labId, ...(name === null ? [] : [name]), before, first + 1]);
  const isDue = (name === null || name === DEFAULT_NAME) && before !== DEFAULT_STORED.seen;
  return [...rows.map(storedOf), ...(isDue ? [DEFAULT_STORED] : [])];
};

/** False where the plate has that layout already. Locks the plate. */
export const writePlateLayout = async (em: EntityManager, labId: string, plateId: string, version: string | null): Promise<boolean> =>
  (await em.execute<unknown[]>(
    'update plate set layout_version = ? where lab_id = ? and id = ? and layout_version is distinct from ? returning 1', [version, labId, plateId, version])).length === 1;
