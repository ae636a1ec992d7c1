import { fitHomography, project } from './homography-rules.ts';
import { COLUMNS, ROWS } from '../plate-types.ts';
import type { Calibration, CornerWells, Point } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

const invalid = (what: string): ReadingError => new ReadingError('CALIBRATION_INVALID', `The calibration can't be used: ${what}`);

/**
 * Throws CALIBRATION_INVALID, naming what is wrong, unless there are 13 column lines and 9 row lines, strictly increasing, or four
 * corner wells that span a quadrilateral, inside a photo of a real size.
 */
export const checkCalibration = (c: Calibration | CornerWells): void => {
  checkSize('imageWidth', c.imageWidth);
  checkSize('imageHeight', c.imageHeight);
  if ('A1' in c) return checkCorners(c);
  checkLines('column', c.columns, COLUMNS + 1, c.imageWidth);
  checkLines('row', c.rows, ROWS + 1, c.imageHeight);
};

/** The centres of the 96 cells in a photo of this size, row by row. Throws CALIBRATION_INVALID, too, for a photo of another shape. */
export const cellCentres = (c: Calibration | CornerWells, width: number, height: number): Point[] => {
  checkCalibration(c);
  const [kx, ky] = [width / c.imageWidth, height / c.imageHeight];
  if (Math.abs(kx / ky - 1) > 0.03) {
    throw invalid(`it was made for a photo of ${c.imageWidth}x${c.imageHeight}, this one is ${width}x${height}, another shape. Calibrate for this camera, or read without one.`);
  }
  const cell = 'A1' in c ? betweenCorners(c) : betweenLines(c);
  return Array.from({ length: ROWS * COLUMNS }, (_, i) => {
    const { x, y } = cell(i % COLUMNS, Math.floor(i / COLUMNS));
    return { x: x * kx, y: y * ky };
  });
};

type Cell = (column: number, row: number) => Point;

const betweenLines = ({ columns, rows }: Calibration): Cell => {
  const middle = (lines: number[], i: number) => (lines[i] + lines[i + 1]) / 2;
  return (column, row) => ({ x: middle(columns, column), y: middle(rows, row) });
};

const betweenCorners = ({ A1, A12, H1, H12 }: CornerWells): Cell => {
  const [c, r] = [COLUMNS - 1, ROWS - 1];
  const h = fitHomography([{ x: 0, y: 0 }, { x: c, y: 0 }, { x: 0, y: r }, { x: c, y: r }], [A1, A12, H1, H12]);
  if (!h) throw invalid('its corner wells lie on one line.');
  return (column, row) => project(h, column, row);
};

/** Going round by A1, A12, H12, H1 every corner must turn the same way, or two sides cross. */
const checkCorners = (c: CornerWells): void => {
  const round = (['A1', 'A12', 'H12', 'H1'] as const).map((name) => ({ name, at: c[name] }));
  for (const { name, at } of round) {
    const inside = at && Number.isFinite(at.x) && Number.isFinite(at.y) && at.x >= 0 && at.y >= 0 && at.x <= c.imageWidth && at.y <= c.imageHeight;
    if (!inside) throw invalid(`corner well ${name} is at ${at?.x}, ${at?.y}, outside the photo of ${c.imageWidth}x${c.imageHeight}.`);
  }
  const turns = round.map(({ at: b }, i) => {
    const [a, d] = [round[(i + 3) % 4].at, round[(i + 1) % 4].at];
    return Math.sign((b.x - a.x) * (d.y - b.y) - (b.y - a.y) * (d.x - b.x));
  });
  if (turns.some((t) => t !== turns[0] || t === 0)) throw invalid('its corner wells cross or lie on one line: A1 and A12 are the ends of one row, H1 and H12 of the opposite one.');
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
