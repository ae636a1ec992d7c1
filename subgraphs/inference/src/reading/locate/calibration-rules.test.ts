import { cellCentres, checkCalibration } from './calibration-rules.ts';
import type { Calibration } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

const lines = (from: number, step: number, n: number) => Array.from({ length: n }, (_, i) => from + step * i);
const good: Calibration = { imageWidth: 1700, imageHeight: 1200, columns: lines(100, 125, 13), rows: lines(100, 125, 9) };
const refusal = (c: Calibration): string => {
  try {
    checkCalibration(c);
  } catch (error) {
    if (error instanceof ReadingError && error.code === 'CALIBRATION_INVALID') return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a calibration', () => {
  it('is accepted when its lines increase inside the photo', () => expect(refusal(good)).toBe('accepted'));

  it.each([
    ['a column out of order', { columns: good.columns.with(4, 410) }, 'column line 5 is at 410, not after column line 4 at 475'],
    ['two equal rows', { rows: good.rows.with(1, 100) }, 'row line 2 is at 100, not after row line 1 at 100'],
    ['a line outside', { columns: good.columns.with(12, 1701) }, 'column line 13 is at 1701, outside 0..1700'],
    ['a line that is no number', { rows: good.rows.with(3, Number.NaN) }, 'row line 4 is at NaN'],
    ['too few columns', { columns: good.columns.slice(1) }, 'it needs 13 column lines and has 12'],
    ['too many rows', { rows: [...good.rows, 1150] }, 'it needs 9 row lines and has 10'],
    ['a photo of no size', { imageWidth: 0 }, 'imageWidth is 0'],
  ])('names what is wrong: %s', (_, change, message) => expect(refusal({ ...good, ...change })).toContain(message));

  it('gives the middles of its cells, row by row, scaled to the photo', () => {
    const cells = cellCentres(good, 3400, 2400);
    expect(cells).toHaveLength(96);
    expect(cells[0]).toEqual({ x: 325, y: 325 });
    expect(cells[13]).toEqual({ x: 575, y: 575 });
  });

  it('is refused for a photo of another shape', () => {
    expect(() => cellCentres(good, 1200, 1700)).toThrow(/made for a photo of 1700x1200, this one is 1200x1700/);
  });
});
