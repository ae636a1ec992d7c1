import type { RowsOfRun } from '@microplate/schema/report';
import { textsOf } from './annotation-rules.ts';

const run = { sample_no: 'AM67/1', submission_no: null, plate_no: 'P1', model: { name: 'wells', version: '2', sha256: '', validated: false, classes: [] } };
const columns = Array.from({ length: 12 }, (_, index) => index + 1);
const told = (endPoint: number | null, direction: 'LEFT_TO_RIGHT' | 'RIGHT_TO_LEFT' = 'LEFT_TO_RIGHT', wells = columns): RowsOfRun => ({
  runId: '', plateId: '', policy: 'FIRST_BREAK', flags: [], layout: { version: '', start: 2, factor: 2, direction, hau: null, prozoneColumns: 1, controls: [] },
  rows: [{ row: 'C', serum: 'S 7', wells: wells.map((column) => `C${column}`), endPoint, titre: endPoint === null ? null : { value: 8, censoring: 'NONE', text: '8' }, log2: 3, flags: ['GAP'] }],
});
const barOf = (...given: Parameters<typeof told>) => textsOf(run, told(...given)).rows![0].endPoint;

test('a picture tells which plate it is, what read it, and each row\'s serum, titre and flags', () => {
  expect(textsOf(run, told(3))).toEqual({ title: 'AM67/1 P1', model: 'wells 2, not validated', rows: [{ row: 'C', endPoint: 3, text: 'S 7: 8', flags: ['GAP'] }] });
  expect(textsOf({ ...run, model: { ...run.model, validated: true } }, null)).toEqual({ title: 'AM67/1 P1', model: 'wells 2', rows: [] });
  expect(textsOf(run, told(null)).rows).toMatchObject([{ endPoint: null, text: 'S 7: ?' }]);
  const thai = told(3);
  thai.rows[0].serum = 'ซีรั่ม 7';
  expect(textsOf(run, thai).rows).toMatchObject([{ text: '8' }]);
});

test('the bar stands beyond the last dilution that counts, whichever way they run and wherever controls are', () => {
  expect([0, 1, 12].map((end) => barOf(end))).toEqual([0, 1, 12]);
  expect([0, 1, 12].map((end) => barOf(end, 'RIGHT_TO_LEFT', columns.toReversed()))).toEqual([12, 11, 0]);
  const withoutTwo = columns.slice(2);
  expect([0, 1, 3].map((end) => barOf(end, 'LEFT_TO_RIGHT', withoutTwo))).toEqual([2, 3, 5]);
});
