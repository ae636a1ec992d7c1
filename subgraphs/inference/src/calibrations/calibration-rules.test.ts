import { checkedCorners, parseGrid, parseNewCalibration } from './calibration-rules.ts';
import { cellCentres } from '../reading/locate/calibration-rules.ts';
import { offsetsFrom, spreadOf } from './preview-rules.ts';

const lines = { imageWidth: 1300, imageHeight: 900, columns: Array.from({ length: 13 }, (_, i) => 50 + 100 * i), rows: Array.from({ length: 9 }, (_, i) => 50 + 100 * i) };
/** The corner wells of the same grid. */
const corners = { imageWidth: 1300, imageHeight: 900, A1: { x: 100, y: 100 }, A12: { x: 1200, y: 100 }, H1: { x: 100, y: 800 }, H12: { x: 1200, y: 800 } };
const document = { bounds: { left: 50, right: 1250, top: 50, bottom: 850 }, columns: lines.columns, rows: lines.rows, image_width: 1300, image_height: 900, updated_at: '2025-11-14T10:36:31.822431Z', format_version: 3 };
const codeOf = (act: () => unknown) => {
  try { act(); return null; } catch (error) { return [(error as { code: string }).code, (error as Error).message]; }
};

test('the lab\'s own file is taken as an object or as its text, unchanged', () => {
  expect(parseGrid({ document })).toEqual(lines);
  expect(parseGrid({ document: JSON.stringify(document) })).toEqual(lines);
  const { bounds: _bounds, updated_at: _at, format_version: _version, ...bare } = document;
  expect(parseGrid({ document: bare })).toEqual(lines);
});

test.each([
  ['its text is not JSON', 'not json'], ['a JSON object', [1]], ['a JSON object', 7], ['"image_width" should be', { ...document, image_width: '1300' }],
  ['"columns" should be a list', { ...document, columns: 5 }], ['"rows.2" should be a number', { ...document, rows: [1, 2, 'x'] }], ['"format_version" should be at most 3', { ...document, format_version: 4 }],
  ['column line 1 is at 50, but its bounds.left is 60', { ...document, bounds: { ...document.bounds, left: 60 } }],
  ['column line 3 is at 10', { ...document, columns: lines.columns.with(2, 10) }], ['13 column lines', { ...document, bounds: undefined, columns: lines.columns.slice(1) }],
  ['longer than', `"${'x'.repeat(100_001)}"`],
])('a document whose fault is %s says so', (fault, wrong) => {
  expect(codeOf(() => parseGrid({ document: wrong }))).toEqual(['CALIBRATION_INVALID', expect.stringContaining(fault)]);
});

test('corners span a plate, upright, turned or mirrored, and nothing else', () => {
  const { A1, A12, H1, H12 } = corners;
  for (const turned of [{ A1: A12, A12: H12, H12: H1, H1: A1 }, { A1: H12, A12: H1, H12: A1, H1: A12 }, { A1: A12, A12: A1, H12: H1, H1: H12 }]) {
    expect(checkedCorners({ ...corners, ...turned })).toMatchObject(turned);
  }
  for (const [wrong, named] of [[{ A1: A12, A12: A1 }, 'corner'], [{ A1: { x: -1, y: 0 } }, 'corner well A1'], [{ H12: { x: 1301, y: 5 } }, 'corner well H12'], [{ A12: { x: Number.NaN, y: 0 } }, 'corner well A12'],
    [{ A1: { x: 650, y: 450 } }, 'corner'], [{ A12: A1 }, 'corner'], [{ imageWidth: 0 }, 'imageWidth']] as const) {
    expect(codeOf(() => checkedCorners({ ...corners, ...wrong }))).toEqual(['CALIBRATION_INVALID', expect.stringContaining(named)]);
  }
});

test('one way of telling the grid, or an orientation alone', () => {
  expect(codeOf(() => parseGrid({ lines, corners }))).toEqual(['BAD_USER_INPUT', expect.stringContaining('"lines" or "corners"')]);
  expect(codeOf(() => parseNewCalibration({ device: 'camera 1' }))![0]).toBe('BAD_USER_INPUT');
  expect(codeOf(() => parseNewCalibration({ device: '', lines }))).toEqual(['BAD_USER_INPUT', expect.stringContaining('"device"')]);
  expect(codeOf(() => parseNewCalibration({ device: 'c', lines, note: 'x'.repeat(501) }))).toEqual(['BAD_USER_INPUT', expect.stringContaining('"note"')]);
  expect(parseNewCalibration({ device: ' กล้อง 1 ', orientation: 'TURNED_180', note: '  ' })).toEqual({ device: 'กล้อง 1'.normalize('NFC'), grid: null, orientation: 'TURNED_180', note: null });
});

test('offsets are told in pitches, of the nearest cell', () => {
  const expected = cellCentres(lines, 1300, 900);
  const shifted = expected.map(({ x, y }) => ({ x: x + 30, y: y - 40 }));
  const wells = shifted.map((centre, i) => ({ name: `w${i}`, row: 'A', column: 1, centre, radius: 40 }));
  const grid = { rows: 8, columns: 12, homography: [100, 0, 130, 0, 100, 60, 0, 0, 1], centres: shifted, confidence: 1 };
  const offsets = offsetsFrom(expected, { wells, grid, rows: 8, columns: 12 });
  expect(offsets[5]).toEqual({ name: 'w5', expected: expected[5], offset: expect.closeTo(0.5, 9) });
  expect(spreadOf(offsets)).toEqual({ median: expect.closeTo(0.5, 9), worst: expect.closeTo(0.5, 9) });
  expect(spreadOf([])).toEqual({ median: null, worst: null });
});
