/**
 * How a photo becomes 96 calls:
 *
 *   decode (photo.ts)            upright RGB, full resolution, or IMAGE_UNREADABLE
 *   locate (classifier.ts)       the finder network's heat map of well centres
 *   grid   (grid-rules.ts)       heat map -> peaks -> lattice -> the 8x12 window, or the calibration's cells
 *                                refined by the peaks; refuses rather than guesses
 *   cut    (cut-wells.ts)        96 upright crops, one batch
 *   turn   (drop-rules.ts)       without a calibration, drops that run upwards are refused: upside down, or not
 *   call   (call-rules.ts)       probabilities -> class, confidence, threshold
 *
 * Other formats enter at the window, a found orientation between grid and cut, quality flags beside call.
 */
import { checkCalibration, cellCentres } from './locate/calibration-rules.ts';
import { callWells, cornersOfGrid, readingConfidence } from './wells/call-rules.ts';
import type { Prediction, WellClassifier } from './models/classifier.ts';
import { cutWells } from './wells/cut-wells.ts';
import { dropsRunUpwards } from './wells/drop-rules.ts';
import { findGrid, refineGrid } from './locate/grid-rules.ts';
import type { Grid } from './locate/grid-rules.ts';
import { pitchAt } from './locate/homography-rules.ts';
import { decodePhoto } from './photo.ts';
import type { Photo } from './photo.ts';
import type { Calibration, Reading, ReadingStep } from './plate-types.ts';
import { ReadingError } from './reading-error.ts';

export interface ReadOptions {
  classifier: WellClassifier;
  /** 0..1: a well whose confidence is under it is UNREADABLE. */
  threshold: number;
  calibration?: Calibration;
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
 * Reads a photograph of an 8x12 plate, row A on top. Throws ReadingError: IMAGE_UNREADABLE, NO_PLATE_FOUND, PLATE_PARTIAL,
 * PLATE_FORMAT_MISMATCH, ORIENTATION_UNCERTAIN, LOW_RESOLUTION or CALIBRATION_INVALID; and RangeError for a threshold outside 0..1.
 */
export const readPlate = async (photo: Buffer, options: ReadOptions): Promise<Reading> => {
  const { classifier, threshold, calibration } = options;
  if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`The threshold is ${threshold}; it must be 0 to 1.`);
  if (calibration) checkCalibration(calibration);
  await step(options, 'loading', 5);
  const picture = await decodePhoto(photo);
  await step(options, 'finding plate', 25);
  const grid = await gridOf(picture, classifier, calibration);
  await step(options, 'cutting wells', 55);
  const crops = cutWells(picture, grid);
  await step(options, 'classifying', 75);
  const predictions = await classifier.classify(crops);
  if (!calibration) checkTurn(crops, predictions);
  return {
    width: picture.width,
    height: picture.height,
    grid: { source: calibration ? 'CALIBRATION' : 'FOUND', corners: cornersOfGrid(grid), confidence: grid.confidence },
    wells: callWells(predictions, grid, threshold),
    confidence: readingConfidence(grid.confidence, predictions.map((p) => p.confidence), pitchAt(grid.homography, 5.5, 3.5)),
  };
};

const step = async ({ onStep, signal }: ReadOptions, name: ReadingStep, percent: number): Promise<void> => {
  signal?.throwIfAborted();
  await onStep?.(name, percent);
};

/** A calibration vouches for how its camera sees the plate; nothing else here tells A1 from H12. */
const checkTurn = (crops: Uint8Array, predictions: readonly Prediction[]): void => {
  if (!dropsRunUpwards(crops, predictions)) return;
  throw new ReadingError('ORIENTATION_UNCERTAIN', 'The drops run upwards: the photo is upside down, or the plate was tilted the other way. Turn the photo, or read with a calibration of this camera.');
};

/** Looks at each scale in turn; where none shows a plate, the first refusal is the one that tells most. */
const gridOf = async (photo: Photo, classifier: WellClassifier, calibration?: Calibration): Promise<Grid> => {
  const cells = calibration && cellCentres(calibration, photo.width, photo.height);
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
  const pitch = pitchAt(grid.homography, 5.5, 3.5);
  if (pitch >= LEAST_PITCH) return grid;
  throw new ReadingError('LOW_RESOLUTION', `Wells are ${pitch.toFixed(0)} pixels apart; at least ${LEAST_PITCH} are needed. Move the camera closer, or send the photo in full size.`);
};
