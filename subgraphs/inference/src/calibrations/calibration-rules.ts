import { CodedError, badUserInput } from '@microplate/platform/errors';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import { checkCalibration } from '../reading/locate/calibration-rules.ts';
import type { Calibration, CornerWells, Orientation, Point } from '../reading/plate-types.ts';
import { ReadingError } from '../reading/reading-error.ts';
import type { GivenGrid, NewCalibration, WellGrid } from './calibration-types.ts';
import { linesOfDocument } from './document-rules.ts';

const LONGEST_NOTE = 500;
const CORNERS = ['A1', 'A12', 'H12', 'H1'] as const;

export const hasLines = (grid: WellGrid): grid is Calibration => 'columns' in grid;

/** @throws CodedError BAD_USER_INPUT naming the field, CALIBRATION_INVALID naming the line or corner. */
export const parseNewCalibration = (input: GivenGrid & { device: string; orientation?: Orientation | null; note?: string | null }): NewCalibration => {
  const device = parseDevice(input.device);
  const note = input.note?.trim() || null;
  if (note && (note.length > LONGEST_NOTE || note.includes('\0'))) throw badUserInput('note', `"note" should be at most ${LONGEST_NOTE} characters, without NUL.`);
  const calibration = { device, grid: parseGrid(input), orientation: input.orientation ?? null, note };
  if (!calibration.grid && !calibration.orientation) throw badUserInput('lines', 'Give "lines", "corners", "document" or "orientation": without any there is nothing to save.');
  return calibration;
};

/** A device's name in its stored form. @throws CodedError BAD_USER_INPUT */
export const parseDevice = (text: string): string => {
  const device = normaliseLabel(text);
  if (device === null) throw badUserInput('device', `"device" ${LABEL_RULE}.`);
  return device;
};

/** The grid in its one form, or null where none is given. @throws CodedError BAD_USER_INPUT for two at once, CALIBRATION_INVALID. */
export const parseGrid = ({ lines, corners, document }: GivenGrid): WellGrid | null => {
  const given = Object.entries({ lines, corners, document }).filter(([, value]) => value != null).map(([name]) => name);
  if (given.length > 1) throw badUserInput(given[1], `Give either "${given[0]}" or "${given[1]}", not both.`);
  if (lines) return checkedLines(lines, 'lines');
  if (corners) return checkedCorners(corners);
  return document == null ? null : checkedLines(linesOfDocument(document), 'document');
};

/** @throws CodedError CALIBRATION_INVALID naming the line. */
export const checkedLines = ({ imageWidth, imageHeight, columns, rows }: Calibration, field: string): Calibration => {
  const lines = { imageWidth, imageHeight, columns: [...columns], rows: [...rows] };
  return coded(field, () => { checkCalibration(lines); return lines; });
};

/**
 * Corner wells that can be those of a plate: inside the image, A1 A12 H12 H1 the corners of a quadrilateral without a crossing.
 * @throws CodedError CALIBRATION_INVALID naming the corner.
 */
export const checkedCorners = ({ imageWidth, imageHeight, A1, A12, H1, H12 }: CornerWells, field = 'corners'): CornerWells => {
  const corners = { imageWidth, imageHeight, A1: pointOf(A1), A12: pointOf(A12), H1: pointOf(H1), H12: pointOf(H12) };
  for (const name of ['imageWidth', 'imageHeight'] as const) {
    if (!(corners[name] >= 1 && corners[name] <= 100_000)) throw invalid(field, `${name} is ${corners[name]}; it must be a whole number of pixels.`);
  }
  for (const name of CORNERS) {
    const { x, y } = corners[name];
    if (!(x >= 0 && x <= imageWidth && y >= 0 && y <= imageHeight)) throw invalid(field, `corner ${name} is at ${x}, ${y}, outside the image of ${imageWidth}x${imageHeight}.`);
  }
  const turns = CORNERS.map((_, i) => turnAt(corners[CORNERS[(i + 3) % 4]], corners[CORNERS[i]], corners[CORNERS[(i + 1) % 4]]));
  const odd = CORNERS.find((_, i) => !(turns[i] * turns[(i + 2) % 4] > 0) || !(turns[i] * turns[(i + 1) % 4] > 0));
  if (odd) throw invalid(field, `around corner ${odd} the four do not span a plate: A1, A12, H12 and H1 must follow each other around it. Two may be exchanged, or three on one line.`);
  return corners;
};

const pointOf = ({ x, y }: Point): Point => ({ x, y });

/** Positive where the way a, b, c turns right in an image, negative to the left, 0 straight on. */
const turnAt = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);

const invalid = (field: string, what: string): CodedError => new CodedError('CALIBRATION_INVALID', `The calibration can't be used: ${what}`, { field });

const coded = <T>(field: string, check: () => T): T => {
  try {
    return check();
  } catch (error) {
    if (error instanceof ReadingError) throw new CodedError(error.code, error.message, { field });
    throw error;
  }
};
