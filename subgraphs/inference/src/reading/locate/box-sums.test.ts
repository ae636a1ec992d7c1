import fc from 'fast-check';
import { boxSums, hullOf } from './box-sums.ts';

const box = fc.record({ column: fc.integer({ min: -9, max: 9 }), row: fc.integer({ min: -9, max: 9 }), columns: fc.integer({ min: 1, max: 8 }), rows: fc.integer({ min: 1, max: 8 }) });

it('a box\'s sum is that of its places, wherever in the ground it lies', () => {
  const value = (column: number, row: number) => column * column - 3 * row + column * row;
  fc.assert(fc.property(fc.array(box, { minLength: 1, maxLength: 6 }), (boxes) => {
    const sums = boxSums(hullOf(boxes), value);
    for (const { column, row, columns, rows } of boxes) {
      let sum = 0;
      for (let r = row; r < row + rows; r++) for (let c = column; c < column + columns; c++) sum += value(c, r);
      expect(sums({ column, row, columns, rows })).toBe(sum);
    }
  }));
});
