import { cellCentres, checkCalibration } from './locate/calibration-rules.ts';
import { hasRoom, platesBeside } from './locate/beside-rules.ts';
import { findGrid, GridRefusal, plainest, refineFound, refineGrid } from './locate/grid-rules.ts';
import type { FoundGrid } from './locate/grid-rules.ts';
import { pitchAt } from './locate/homography-rules.ts';
import { lookInto } from './locate/look.ts';
import type { Looker } from './locate/look.ts';
import { plateNames } from './locate/naming-rules.ts';
import { isPortrait, orientationOf, reorient } from './locate/standing-rules.ts';
import type { WellClassifier } from './models/classifier.ts';
import { decodePhoto } from './photo.ts';
import type { Photo } from './photo.ts';
import { FORMATS } from './plate-types.ts';
import type { Calibration, CornerWells, Grid, Orientation, PlateFormat, PlateLocation, QualityFlag, ReadingStep } from './plate-types.ts';
import { measureQuality, qualityFlags } from './quality/quality-rules.ts';
import { ReadingError } from './reading-error.ts';
import { cutWells } from './wells/cut-wells.ts';

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

/** Long sides, in pixels, at which the plate is looked for, in this order: each format's wells have a size that the finder knows at one of them. */
const SCALES = [384, 192, 768, 96, 1536];
/** A plate found this surely, of this many wells, ends the search: a part of a larger plate looks like a small one, not the other way. */
const SURE = 0.75;
const MANY_WELLS = 96;
/** Long sides at which the wells of a second plate are plain, of 6 to 48 and of 384. */
const BESIDE = [192, 768];
/** Pixels from well to well under which drops can't be told from buttons. */
const LEAST_PITCH = 14;

/**
 * Finds the plate in a photograph. Throws ReadingError: IMAGE_UNREADABLE, NO_PLATE_FOUND, MULTIPLE_PLATES, PLATE_PARTIAL,
 * PLATE_FORMAT_MISMATCH, LOW_RESOLUTION or CALIBRATION_INVALID, and of a 96-well plate IMAGE_TOO_BLURRED or IMAGE_OVEREXPOSED, or
 * its quality's flags. Which corner is A1 it can't see: unless the caller or a
 * calibration says so, `orientation` is null and flagged.
 */
export const locatePlate = async (photo: Buffer, options: LocateOptions): Promise<PlateLocation> => {
  const { calibration, onStep, signal } = options;
  if (calibration) checkCalibration(calibration);
  signal?.throwIfAborted();
  await onStep?.('loading', 5);
  const picture = await decodePhoto(photo);
  signal?.throwIfAborted();
  await onStep?.('finding plate', 25);
  const location = await locateIn(picture, options);
  return location.format === 'W96' ? { ...location, flags: [...location.flags, ...judge(picture, location)] } : location;
};

/** What keeps a 96-well plate's photo from being trusted, as a reading of it would say. */
const judge = (picture: Photo, location: PlateLocation): QualityFlag[] => qualityFlags(measureQuality(cutWells(picture, location.grid), location));

/** The same in a decoded photo, and its light and sharpness not judged. */
export const locateIn = async (picture: Photo, options: LocateOptions): Promise<PlateLocation> => {
  const { classifier, calibration, format, orientation } = options;
  const look = lookInto(picture, classifier);
  if (calibration) return calibrated(picture, look, calibration, orientation);
  const { best, longSide } = await search(look, options);
  const closer = await look.closer(best.grid, longSide);
  const found = closer ? refineFound(closer, best) : best;
  checkResolution(found.grid);
  checkFormat(found.format, format);
  const flags = found.flags.length || !hasRoom(found.grid, picture.width, picture.height) ? found.flags : await lookBeside(look, found.grid);
  return oriented(picture, { ...found, flags, grid: look.rims(found.grid) }, orientation);
};

/** The flag of a second plate whose wells the look that found the first does not show. */
const lookBeside = async (look: Looker, grid: Grid): Promise<QualityFlag[]> => {
  for (const longSide of BESIDE) {
    const flags = platesBeside(await look.at(longSide), grid);
    if (flags.length) return flags;
  }
  return [];
};

interface Candidate {
  best: FoundGrid;
  longSide: number;
}

/**
 * Looks at each scale in turn. A second plate seen at any is the answer, unless another look saw one plate cut off more plainly;
 * else the surest plate; else the refusal of the look that saw most.
 */
const search = async (look: Looker, { signal }: LocateOptions): Promise<Candidate> => {
  const found: Candidate[] = [];
  const refusals: GridRefusal[] = [];
  for (const longSide of SCALES) {
    signal?.throwIfAborted();
    try {
      const best = findGrid(await look.at(longSide));
      found.push({ best, longSide });
      if (best.grid.confidence >= SURE && best.grid.centres.length >= MANY_WELLS) break;
    } catch (error) {
      if (!(error instanceof GridRefusal)) throw error;
      refusals.push(error);
      if (error.code === 'MULTIPLE_PLATES' && plainest(refusals) === error) break;
    }
    if (longSide === 768 && found.length) break;
  }
  const [surest] = found.sort((a, b) => worth(b.best) - worth(a.best));
  const several = refusals.find((r) => r.code === 'MULTIPLE_PLATES');
  if (surest && !several) return surest;
  throw surest ? several : plainest(refusals);
};

/** Between equally sure ones, that of more wells: its regularity is the less likely chance. */
const worth = ({ grid }: FoundGrid): number => grid.confidence + 0.05 * Math.log2(grid.centres.length);

const calibrated = async (picture: Photo, look: Looker, calibration: Calibration | CornerWells, orientation?: Orientation): Promise<PlateLocation> => {
  const cells = cellCentres(calibration, picture.width, picture.height);
  let refusal: unknown;
  for (const longSide of [384, 768]) {
    try {
      const grid = look.rims(refineGrid(await look.at(longSide), cells));
      checkResolution(grid);
      return oriented(picture, { format: 'W96', grid, flags: [] }, orientation ?? orientationOf(grid) ?? undefined);
    } catch (error) {
      if (!(error instanceof ReadingError) || error.code !== 'NO_PLATE_FOUND') throw error;
      refusal ??= error;
    }
  }
  throw refusal;
};

const UNCERTAIN: QualityFlag = { code: 'ORIENTATION_UNCERTAIN', value: null, bound: null };

const oriented = ({ width, height }: Photo, { format, grid, flags }: FoundGrid, orientation?: Orientation): PlateLocation => {
  const turned = orientation ? reorient(grid, orientation) : grid;
  if (!turned) throw new ReadingError('ORIENTATION_UNCERTAIN', `The plate can't lie ${orientation}: its rows run ${isPortrait(grid) ? 'down' : 'across'} the photo. Give the orientation as the photo shows it, or none.`);
  return {
    width, height, format, rows: turned.rows, columns: turned.columns, orientation: orientation ?? null, confidence: turned.confidence,
    flags: orientation ? flags : [...flags, UNCERTAIN], wells: plateNames(turned), grid: turned,
  };
};

const checkFormat = (found: PlateFormat, asked?: PlateFormat): void => {
  if (!asked || asked === found) return;
  const size = (f: PlateFormat) => `${FORMATS[f].rows}x${FORMATS[f].columns}`;
  throw new ReadingError('PLATE_FORMAT_MISMATCH', `This is a plate of ${size(found)} wells; ${size(asked)} were asked for. Photograph the right plate, or ask for its format.`);
};

const checkResolution = (grid: Grid): void => {
  const pitch = pitchAt(grid.homography, (grid.columns - 1) / 2, (grid.rows - 1) / 2);
  if (pitch >= LEAST_PITCH) return;
  throw new ReadingError('LOW_RESOLUTION', `Wells are ${pitch.toFixed(1)} pixels apart; at least ${LEAST_PITCH} are needed. Move the camera closer, or send the photo in full size.`, { value: pitch, bound: LEAST_PITCH });
};
