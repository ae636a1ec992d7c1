import { pitchAt } from './homography-rules.ts';
import type { Grid, LocatedWell } from '../plate-types.ts';

/** A rim's radius in pitches. */
const RIM = 0.46;

/** A, B .. P: the plate's rows by letter. */
export const rowName = (row: number): string => String.fromCharCode(65 + row);

/** The grid's wells by name, A1 first. */
export const plateNames = (grid: Grid): LocatedWell[] =>
  grid.centres.map((centre, i) => {
    const [row, column] = [Math.floor(i / grid.columns), i % grid.columns];
    return { name: `${rowName(row)}${column + 1}`, row: rowName(row), column: column + 1, centre, radius: RIM * pitchAt(grid.homography, column, row) };
  });
