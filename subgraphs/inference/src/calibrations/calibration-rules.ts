import { CodedError, badUserInput } from '@microplate/platform/errors';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import { checkCalibration } from '../reading/locate/calibration-rules.ts';
import type { Calibration, CornerWells, Orientation, Point } from '../reading/plate-types.ts';
import { ReadingError } from '../reading/reading-error.ts';
import type { GivenGrid, NewCalibration, WellGrid } from './calibration-types.ts';
import { linesOfDocument } from './document-rules.ts';

const LONGEST_NOTE = 500;

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
export const checkedLines = ({ imageWidth, imageHeight, columns, rows }: Calibration, field: string): Calibration =>
  checked({ imageWidth, imageHeight, columns: [...columns], rows: [...rows] }, field);

/** @throws CodedError CALIBRATION_INVALID naming the corner, or telling that they cross. */
export const checkedCorners = ({ imageWidth, imageHeight, A1, A12, H1, H12 }: CornerWells): CornerWells =>
  checked({ imageWidth, imageHeight, A1: pointOf(A1), A12: pointOf(A12), H1: pointOf(H1), H12: pointOf(H12) }, 'corners');

const pointOf = ({ x, y }: Point): Point => ({ x, y });

const checked = <Grid extends WellGrid>(grid: Grid, field: string): Grid => {
  try {
    checkCalibration(grid);
    return grid;
  } catch (error) {
    if (error instanceof ReadingError) throw new CodedError(error.code, error.message, { field });
    throw error;
  }
};
