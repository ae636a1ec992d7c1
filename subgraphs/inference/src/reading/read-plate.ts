/**
 * How a photo becomes 96 calls:
 *
 *   decode (photo.ts)            upright RGB at the resolution that the plate needs (cut-plate.ts), or IMAGE_UNREADABLE
 *   locate (classifier.ts)       the finder network's heat map of well centres
 *   grid   (grid-rules.ts)       heat map -> peaks -> lattice -> the 8x12 window, or the calibration's cells
 *                                refined by the peaks; refuses rather than guesses
 *   cut    (cut-wells.ts)        96 upright crops, one batch
 *   judge  (quality-rules.ts)    blur, light, view: what crosses its bound is flagged, or refused; confidence falls with it
 *   settle (settle-orientation.ts)  classes; where nobody said how the plate lies, drops and dilution tell, or it is refused or flagged
 *   row    (neighbour-rules.ts)  a well that could be either is judged by those beside it
 *   call   (call-rules.ts)       probabilities -> class, confidence, threshold; measure-rules.ts beside them
 */
import { checkCalibration } from './locate/calibration-rules.ts';
import { callWells, cornersOfGrid, readingConfidence } from './wells/call-rules.ts';
import { measureWells } from './wells/measure-rules.ts';
import { withNeighbours } from './wells/neighbour-rules.ts';
import { measureQuality, qualityConfidence, qualityFlags } from './quality/quality-rules.ts';
import { cutPlate } from './cut-plate.ts';
import type { LocateOptions } from './locate-plate.ts';
import type { DilutionDirection, Reading } from './plate-types.ts';
import { settlePlate } from './settle-orientation.ts';

export interface ReadOptions extends Omit<LocateOptions, 'format'> {
  /** 0..1: a well whose confidence is under it is UNREADABLE. */
  threshold: number;
  /** Where Flowing wells begin, which tells how the plate lies; default LEFT_TO_RIGHT. */
  dilution?: DilutionDirection;
  /** Wells that are no dilution of a serum (`A12`): they have no say in their row, nor it in them. Default none. */
  controls?: readonly string[];
}

/**
 * Reads a photograph of an 8x12 plate, however it lies. Throws ReadingError: IMAGE_UNREADABLE, NO_PLATE_FOUND, PLATE_PARTIAL,
 * PLATE_FORMAT_MISMATCH, MULTIPLE_PLATES, ORIENTATION_UNCERTAIN, LOW_RESOLUTION, IMAGE_TOO_BLURRED, IMAGE_OVEREXPOSED or CALIBRATION_INVALID; and RangeError for a threshold outside 0..1.
 */
export const readPlate = async (photo: Buffer, options: ReadOptions): Promise<Reading> => {
  const { classifier, threshold, calibration } = options;
  if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`The threshold is ${threshold}; it must be 0 to 1.`);
  if (calibration) checkCalibration(calibration);
  const { location, crops: cut } = await cutPlate(photo, options);
  const quality = qualityFlags(measureQuality(cut, location));
  options.signal?.throwIfAborted();
  await options.onStep?.('classifying', 75);
  const { grid, crops, predictions, shapes, orientation, flags: settled } = await settlePlate(location, cut, { classifier, dilution: options.dilution ?? 'LEFT_TO_RIGHT' });
  const flags = [...settled, ...quality];
  const inRows = withNeighbours(predictions, new Set(options.controls));
  return {
    width: location.width,
    height: location.height,
    grid: { source: calibration ? 'CALIBRATION' : 'FOUND', corners: cornersOfGrid(grid), confidence: grid.confidence },
    orientation,
    flags,
    wells: callWells(predictions, inRows, measureWells(crops, predictions.map((p) => p.class), shapes), grid, threshold),
    confidence: readingConfidence(grid.confidence, inRows.map((p) => p.confidence), qualityConfidence(flags)),
  };
};
