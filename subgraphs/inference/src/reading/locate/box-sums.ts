/** A box of whole places. */
export interface Box {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

/** The least box that holds all of these. */
export const hullOf = (boxes: readonly Box[]): Box => {
  const [column, row] = [Math.min(...boxes.map((b) => b.column)), Math.min(...boxes.map((b) => b.row))];
  return { column, row, columns: Math.max(...boxes.map((b) => b.column + b.columns)) - column, rows: Math.max(...boxes.map((b) => b.row + b.rows)) - row };
};

/** The sum of a value over any box within `ground`: each place is asked once, however many boxes hold it. */
export const boxSums = (ground: Box, value: (column: number, row: number) => number): ((box: Box) => number) => {
  const width = ground.columns + 1;
  // At each place, the sum of all before it both ways.
  const before = new Float64Array(width * (ground.rows + 1));
  for (let r = 0; r < ground.rows; r++) {
    for (let c = 0, line = 0; c < ground.columns; c++) {
      line += value(ground.column + c, ground.row + r);
      before[(r + 1) * width + c + 1] = before[r * width + c + 1] + line;
    }
  }
  return ({ column, row, columns, rows }) => {
    const at = (row - ground.row) * width + column - ground.column;
    const below = at + rows * width;
    return before[below + columns] - before[below] - before[at + columns] + before[at];
  };
};
