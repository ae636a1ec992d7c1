import { CodedError, badUserInput } from '@microplate/platform/errors';
import { locatePlate, type LocateDeps, type LocatedPlate } from '../locations/locate-plate.ts';
import { codedFailure, type Asker } from '../locations/look.ts';
import { cellCentres } from '../reading/locate/calibration-rules.ts';
import type { Orientation, PlateLocation } from '../reading/plate-types.ts';
import { parseGrid } from './calibration-rules.ts';
import type { GivenGrid, WellGrid } from './calibration-types.ts';
import { offsetsFrom, spreadOf, type WellOffset } from './preview-rules.ts';
import { requireCalibration } from './use-calibration.ts';

export interface CalibrationPreview { location: LocatedPlate; offsets: WellOffset[]; medianOffset: number | null; worstOffset: number | null }

type Given = GivenGrid & { calibrationId?: string | null; orientation?: Orientation | null };

/** The wells of a photo as a reading with the calibration would take them, and how far they lie from where it has them. */
export const previewCalibration = async (deps: LocateDeps, asker: Asker, imageId: string, given: Given): Promise<CalibrationPreview> => {
  const { grid, orientation } = await triedCalibration(deps, asker.identity.labId, given);
  const located = await locatePlate(deps, asker, imageId, { calibration: grid ?? undefined, orientation: orientation ?? undefined, format: 'W96' });
  const expected = grid ? expectedIn(grid, located) : [];
  const offsets = offsetsFrom(expected, located);
  const { median, worst } = spreadOf(offsets);
  return { location: { ...located, expected }, offsets, medianOffset: median, worstOffset: worst };
};

const triedCalibration = async (deps: LocateDeps, labId: string, given: Given): Promise<{ grid: WellGrid | null; orientation: Orientation | null }> => {
  const grid = parseGrid(given);
  const orientation = given.orientation ?? null;
  if (given.calibrationId != null) {
    if (grid) throw badUserInput('calibrationId', 'Give either "calibrationId" or lines, corners or a document, not both.');
    const stored = await requireCalibration(deps, labId, given.calibrationId.toLowerCase());
    return { grid: stored.grid, orientation: orientation ?? stored.orientation };
  }
  if (!grid && !orientation) throw badUserInput('calibration', 'Give "lines", "corners", "document", "calibrationId" or "orientation": without any there is nothing to try.');
  return { grid, orientation };
};

const expectedIn = (grid: WellGrid, { width, height }: PlateLocation) => {
  try {
    return cellCentres(grid, width, height);
  } catch (error) {
    const coded = codedFailure(error);
    throw coded instanceof CodedError ? coded : error;
  }
};
