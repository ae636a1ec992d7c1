import type { EntityManager } from '@microplate/platform/database';
import type { CalibrationRow, NewCalibration } from './calibration-types.ts';

const COLUMNS = `c.*, (c.deleted_at is null and not exists (
  select 1 from calibration n where n.lab_id = c.lab_id and n.device = c.device and n.version > c.version and n.deleted_at is null)) as is_current`;

const only = (rows: CalibrationRow[]): CalibrationRow | null => rows[0] ?? null;

/** The device's next version. The counter's row stays locked until the commit, so two at once get two versions, in the order they commit. */
export const insertCalibration = async (em: EntityManager, labId: string, id: string, savedBy: string, { device, grid, orientation, note }: NewCalibration): Promise<void> => {
  const [{ last_version }] = await em.execute<{ last_version: number }[]>(
    `insert into calibration_device (lab_id, device, last_version) values (?, ?, 1)
     on conflict (lab_id, device) do update set last_version = calibration_device.last_version + 1 returning last_version`, [labId, device]);
  await em.execute('insert into calibration (lab_id, id, device, version, grid, orientation, note, saved_by) values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)',
    [labId, id, device, last_version, grid && JSON.stringify(grid), orientation, note, savedBy]);
};

/** The calibration, deleted or not. */
export const calibrationById = async (em: EntityManager, labId: string, id: string): Promise<CalibrationRow | null> =>
  only(await em.execute<CalibrationRow[]>(`select ${COLUMNS} from calibration c where c.lab_id = ? and c.id = ?`, [labId, id]));

/** What a reading with this device uses. */
export const currentCalibration = async (em: EntityManager, labId: string, device: string): Promise<CalibrationRow | null> =>
  only(await em.execute<CalibrationRow[]>(
    `select ${COLUMNS} from calibration c where c.lab_id = ? and c.device = ? and c.deleted_at is null order by c.version desc limit 1`, [labId, device]));

/** False where there is none, or it was deleted before. */
export const markDeleted = async (em: EntityManager, labId: string, id: string, userId: string): Promise<boolean> =>
  (await em.execute<unknown[]>(
    'update calibration set deleted_at = clock_timestamp(), deleted_by = ? where lab_id = ? and id = ? and deleted_at is null returning 1', [userId, labId, id])).length === 1;

/** Newest first, one more than asked for; of one device where it is given. */
export const listCalibrations = (em: EntityManager, labId: string, { device, before, first }: { device: string | null; before: number | null; first: number }): Promise<CalibrationRow[]> =>
  em.execute<CalibrationRow[]>(
    `select ${COLUMNS} from calibration c where c.lab_id = ? and c.deleted_at is null ${device === null ? '' : 'and c.device = ?'}
     and c.seen < coalesce(?::bigint, 9223372036854775807) order by c.seen desc limit ?`,
    [labId, ...(device === null ? [] : [device]), before, first + 1]);
