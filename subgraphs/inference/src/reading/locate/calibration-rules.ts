import { COLUMNS, ROWS } from '../plate-types.ts';
import type { Calibration, Point } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

const invalid = (what: string): ReadingError => new ReadingError('CALIBRATION_INVALID', `The calibration can't be used: ${what}`);

/**
 * Throws CALIBRATION_INVALID, naming the first line that is out of order or outside the photo, unless there are
 * 13 column lines and 9 row lines, strictly increasing, inside a photo of a real size.
 */
export const checkCalibration = (c: Calibration): void => {
  checkSize('imageWidth', c.imageWidth);
  checkSize('imageHeight', c.imageHeight);
  checkLines('column', c.columns, COLUMNS + 1, c.imageWidth);
  checkLines('row', c.rows, ROWS + 1, c.imageHeight);
};

/** The centres of the 96 cells in a photo of this size, row by row. Throws CALIBRATION_INVALID, too, for a photo of another shape. */
export const cellCentres = (c: Calibration, width: number, height: number): Point[] => {
  checkCalibration(c);
  const [kx, ky] = [width / c.imageWidth, height / c.imageHeight];
  if (Math.abs(kx / ky - 1) > 0.03) {
    throw invalid(`it was made for a photo of ${c.imageWidth}x${c.imageHeight}, this one is ${width}x${height}, another shape. Calibrate for this camera, or read without one.`);
  }
  const middle = (lines: number[], i: number) => (lines[i] + lines[i + 1]) / 2;
  return Array.from({ length: ROWS * COLUMNS }, (_, i) => ({
    x: middle(c.columns, i % COLUMNS) * kx,
    y: middle(c.rows, Math.floor(i / COLUMNS)) * ky,
  }));
};

const checkSize = (name: string, value: number): void => {
  if (!Number.isInteger(value) || value < 1 || value > 100_000) throw invalid(`${name} is ${value}; it must be a whole number of pixels.`);
};

const checkLines = (kind: string, lines: number[], count: number, size: number): void => {
  if (!Array.isArray(lines) || lines.length !== count) throw invalid(`it needs ${count} ${kind} lines and has ${lines?.length ?? 0}.`);
  lines.forEach((at, i) => {
    const name = `${kind} line ${i + 1}`;
    if (!Number.isFinite(at) || at < 0 || at > size) throw invalid(`${name} is at ${at}, outside 0..${size}.`);
    if (i && at <= lines[i - 1]) throw invalid(`${name} is at ${at}, not after ${kind} line ${i} at ${lines[i - 1]}.`);
  });
};
