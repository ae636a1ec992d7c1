import { randomUUID } from 'node:crypto';
import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import { isUuid } from '@microplate/platform/ids';
import { calibrationById, insertCalibration, markDeleted } from './calibration-store.ts';
import type { CalibrationRow, NewCalibration } from './calibration-types.ts';

/** The device's next version. */
export const saveCalibration = ({ database }: { database: Database }, { labId, userId }: Pick<Identity, 'labId' | 'userId'>, calibration: NewCalibration): Promise<CalibrationRow> =>
  database.transaction(async (em) => {
    const id = randomUUID();
    await insertCalibration(em, labId, id, userId!, calibration);
    return (await calibrationById(em, labId, id))!;
  });

/** Takes it out of use; the row stays for the runs that name it. @throws CodedError NOT_FOUND, also where it was deleted before. */
export const deleteCalibration = ({ database }: { database: Database }, { labId, userId }: Pick<Identity, 'labId' | 'userId'>, id: string): Promise<CalibrationRow> =>
  database.transaction(async (em) => {
    if (!isUuid(id) || !await markDeleted(em, labId, id, userId!)) throw notFound('calibration', id);
    return (await calibrationById(em, labId, id))!;
  });
