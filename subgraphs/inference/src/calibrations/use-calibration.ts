import type { Database } from '@microplate/platform/database';
import { CodedError, notFound } from '@microplate/platform/errors';
import { isUuid } from '@microplate/platform/ids';
import type { Orientation } from '../reading/plate-types.ts';
import { calibrationById, currentCalibration } from './calibration-store.ts';
import type { CalibrationRef, CalibrationRow, WellGrid } from './calibration-types.ts';

/** What of a request says how the plate lies. */
export interface AskedHints { calibration: WellGrid | null; calibrationId: string | null; device: string | null; orientation: Orientation | null }

/** What a reading is told of how the plate lies, whole: it stays true when the stored calibration is deleted. */
export interface UsedHints { calibration: WellGrid | null; calibrationRef: CalibrationRef | null; orientation: Orientation | null }

/** @throws CodedError NOT_FOUND where the lab has no such calibration, or none of the device. */
export const usedHints = async (deps: { database: Database }, labId: string, { calibration, calibrationId, device, orientation }: AskedHints): Promise<UsedHints> => {
  const stored = calibrationId !== null ? await requireCalibration(deps, labId, calibrationId)
    : device !== null ? await requireCurrent(deps, labId, device) : null;
  if (!stored) return { calibration, calibrationRef: null, orientation };
  const { id, device: name, version } = stored;
  return { calibration: stored.grid, calibrationRef: { id, device: name, version }, orientation: orientation ?? stored.orientation };
};

/** A calibration in use. @throws CodedError NOT_FOUND */
export const requireCalibration = async ({ database }: { database: Database }, labId: string, id: string): Promise<CalibrationRow> => {
  const found = isUuid(id) ? await calibrationById(database.em(), labId, id) : null;
  if (!found || found.deleted_at) throw notFound('calibration', id);
  return found;
};

const requireCurrent = async ({ database }: { database: Database }, labId: string, device: string): Promise<CalibrationRow> => {
  const found = await currentCalibration(database.em(), labId, device);
  if (found) return found;
  throw new CodedError('NOT_FOUND', `There is no calibration of device "${device}" in your lab. Save one, or leave "device" out.`, { kind: 'device', id: device });
};
