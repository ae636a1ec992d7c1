import { cellCentres, checkCalibration } from './locate/calibration-rules.ts';
import { findGrid, refineGrid } from './locate/grid-rules.ts';
import { pitchAt } from './locate/homography-rules.ts';
import { plateNames } from './locate/naming-rules.ts';
import type { WellClassifier } from './models/classifier.ts';
import { decodePhoto } from './photo.ts';
import type { Photo } from './photo.ts';
import type { Calibration, CornerWells, Grid, Orientation, PlateFormat, PlateLocation, QualityFlag, ReadingStep } from './plate-types.ts';
import { ReadingError } from './reading-error.ts';

export interface LocateOptions {
  classifier: WellClassifier;
  /** Absent: whichever is found. */
  format?: PlateFormat;
  calibration?: Calibration | CornerWells;
  /** The caller's word on how the plate lies in the photo; it settles it. */
  orientation?: Orientation;
  /** Told before each step, with the share done (percent); awaited. */
  onStep?: (step: ReadingStep, percent: number) => void | Promise<void>;
  /** Looked at between steps; its reason is thrown. */
  signal?: AbortSignal;
}

/** Long sides, in pixels, at which the plate is looked for, in this order; the second finds a plate small in its frame. */
const SCALES = [384, 768];
/** Pixels from well to well under which drops can't be told from buttons. */
const LEAST_PITCH = 14;

/**
 * Finds the plate in a photograph. Throws ReadingError: IMAGE_UNREADABLE, NO_PLATE_FOUND, MULTIPLE_PLATES, PLATE_PARTIAL,
 * PLATE_FORMAT_MISMATCH, LOW_RESOLUTION or CALIBRATION_INVALID. Which corner is A1 it can't see: unless the caller or a
 * calibration says so, `orientation` is null and flagged.
 */
export const locatePlate = async (photo: Buffer, options: LocateOptions): Promise<PlateLocation> => {
  const { calibration, onStep, signal } = options;
  if (calibration && 'columns' in calibration) checkCalibration(calibration);
  signal?.throwIfAborted();
  await onStep?.('loading', 5);
  const picture = await decodePhoto(photo);
  signal?.throwIfAborted();
  await onStep?.('finding plate', 25);
  return locateIn(picture, options);
};

/** The same in a decoded photo. */
export const locateIn = async (picture: Photo, { classifier, calibration, orientation }: LocateOptions): Promise<PlateLocation> => {
  const grid = await gridOf(picture, classifier, calibration);
  const settled = orientation ?? (calibration ? 'UPRIGHT' : null);
  return locationOf(picture, grid, settled);
};

const UNCERTAIN: QualityFlag = { code: 'ORIENTATION_UNCERTAIN', value: null, bound: null };

const locationOf = ({ width, height }: Photo, grid: Grid, orientation: Orientation | null): PlateLocation => ({
  width, height, format: 'W96', rows: grid.rows, columns: grid.columns, orientation, confidence: grid.confidence,
  flags: orientation ? [] : [UNCERTAIN], wells: plateNames(grid), grid,
});

/** Looks at each scale in turn; where none shows a plate, the first refusal is the one that tells most. */
const gridOf = async (photo: Photo, classifier: WellClassifier, calibration?: Calibration | CornerWells): Promise<Grid> => {
  const cells = calibration && 'columns' in calibration ? cellCentres(calibration, photo.width, photo.height) : undefined;
  let refusal: unknown;
  for (const side of SCALES) {
    try {
      const map = await classifier.locate(photo, side);
      return checkResolution(cells ? refineGrid(map, cells) : findGrid(map));
    } catch (error) {
      if (!(error instanceof ReadingError) || error.code !== 'NO_PLATE_FOUND') throw error;
      refusal ??= error;
    }
  }
  throw refusal;
};

const checkResolution = (grid: Grid): Grid => {
  const pitch = pitchAt(grid.homography, (grid.columns - 1) / 2, (grid.rows - 1) / 2);
  if (pitch >= LEAST_PITCH) return grid;
  throw new ReadingError('LOW_RESOLUTION', `Wells are ${pitch.toFixed(0)} pixels apart; at least ${LEAST_PITCH} are needed. Move the camera closer, or send the photo in full size.`);
};
