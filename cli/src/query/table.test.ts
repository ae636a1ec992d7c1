import { columnsOf, rowsOf } from './table.ts';

test('rows come from the list nearest to the root, edges as their nodes, nested objects as dotted columns', () => {
  const data = { sample: { sampleNo: 'S1', plates: { edges: [
    { node: { plateNo: 'P1', gmt: { value: 8 }, rows: [{ row: 'A' }] } },
    { node: { plateNo: 'P2', gmt: { value: null } } }] } } };
  expect(rowsOf(data)).toEqual([
    { plateNo: 'P1', 'gmt.value': 8, rows: '[{"row":"A"}]' },
    { plateNo: 'P2', 'gmt.value': null }]);
  expect(columnsOf(rowsOf(data))).toEqual(['plateNo', 'gmt.value', 'rows']);
});

test('an answer without a list is one row', () => {
  expect(rowsOf({ me: { username: 'john_doe' } })).toEqual([{ 'me.username': 'john_doe' }]);
});
