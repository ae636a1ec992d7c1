/**
 * How a photo becomes 96 calls:
 *
 *   decode (photo.ts)            upright RGB, full resolution, or IMAGE_UNREADABLE
 *   locate (classifier.ts)       the finder network's heat map of well centres
 *   grid   (grid-rules.ts)       heat map -> peaks -> lattice -> the 8x12 window, or the calibration's cells
 *                                refined by the peaks; refuses rather than guesses
 *   cut    (cut-wells.ts)        96 upright crops, one batch
 *   judge  (quality-rules.ts)    blur, light, view: what crosses its bound is flagged, or refused; confidence falls with it
 *   settle (settle-orientation.ts)  classes; where nobody said how the plate lies, drops and dilution tell, or it is refused or flagged
 *   call   (call-rules.ts)       probabilities -> class, confidence, threshold; measure-rules.ts beside them
 */
import { checkCalibration } from './locate/calibration-rules.ts';
import { callWells, cornersOfGrid, readingConfidence } from './wells/call-rules.ts';
import { cutWells } from './wells/cut-wells.ts';
import { measureWells } from './wells/measure-rules.ts';
import { measureQuality, qualityConfidence, qualityFlags } from './quality/quality-rules.ts';
import { locateIn } from './locate-plate.ts';
import type { LocateOptions } from './locate-plate.ts';
import { decodePhoto } from './photo.ts';
import type { Reading, ReadingStep } from './plate-types.ts';
import { settlePlate } from './settle-orientation.ts';

export interface ReadOptions extends Omit<LocateOptions, 'format'> {
  /** 0..1: a well whose confidence is under it is UNREADABLE. */
  threshold: number;
}

/**
 * Reads a photograph of an 8x12 plate, however it lies. Throws ReadingError: IMAGE_UNREADABLE, NO_PLATE_FOUND, PLATE_PARTIAL,
 * PLATE_FORMAT_MISMATCH, MULTIPLE_PLATES, ORIENTATION_UNCERTAIN, LOW_RESOLUTION, IMAGE_TOO_BLURRED, IMAGE_OVEREXPOSED or CALIBRATION_INVALID; and RangeError for a threshold outside 0..1.
 */
export const readPlate = async (photo: Buffer, options: ReadOptions): Promise<Reading> => {
  const { classifier, threshold, calibration } = options;
  if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`The threshold is ${threshold}; it must be 0 to 1.`);
  if (calibration) checkCalibration(calibration);
  await step(options, 'loading', 5);
  const picture = await decodePhoto(photo);
  await step(options, 'finding plate', 25);
  const found = await locateIn(picture, { ...options, format: 'W96' });
  await step(options, 'cutting wells', 55);
  const cut = cutWells(picture, found.grid);
  const quality = qualityFlags(measureQuality(cut, found.grid, picture.width, picture.height));
  await step(options, 'classifying', 75);
  const { grid, crops, predictions, orientation, flags: settled } = await settlePlate(found, cut, classifier);
  const flags = [...settled, ...quality];
  return {
    width: picture.width,
    height: picture.height,
    grid: { source: calibration ? 'CALIBRATION' : 'FOUND', corners: cornersOfGrid(grid), confidence: grid.confidence },
    orientation,
    flags,
    wells: callWells(predictions, measureWells(crops, predictions.map((p) => p.class)), grid, threshold),
    confidence: readingConfidence(grid.confidence, predictions.map((p) => p.confidence), qualityConfidence(flags)),
  };
};

const step = async ({ onStep, signal }: ReadOptions, name: ReadingStep, percent: number): Promise<void> => {
  signal?.throwIfAborted();
  await onStep?.(name, percent);
};
