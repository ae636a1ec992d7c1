import { endPointOf } from '@microplate/results/end-points/end-point-rules';
import { DEFAULT_LAYOUT } from '@microplate/results/end-points/layout-rules';
import { rowsOf as rowsOfPlate } from '@microplate/results/end-points/row-rules';
import { flowingOf, lettersOf } from '@microplate/results/end-points/well-rules';
import type { Reading } from '../src/reading/plate-types.ts';

export interface RowReading {
  row: string;
  /** Null where it is left open. */
  endPoint: number | null;
  /** It asks to be looked at. */
  flagged: boolean;
}

/** The rows of a reading as results tells them, by its own rules: FIRST_BREAK, the default layout. */
export const rowsOf = ({ wells }: Reading): RowReading[] =>
  rowsOfPlate({ letters: lettersOf(wells), flowing: flowingOf(wells), flags: [] }, DEFAULT_LAYOUT, 'FIRST_BREAK')
    .map(({ row, endPoint, flags }) => ({ row, endPoint, flagged: flags.length > 0 }));

/** End points that count as right for a row of which each well may be one of several classes. */
export const rightEndPoints = (wells: readonly (readonly string[])[]): Set<number | null> => {
  const ends = endPoints(wells.map((right) => (right.length > 1 ? '?' : right[0] === 'FLOWING' ? 'F' : right[0] === 'NON_FLOWING' ? 'N' : '?')));
  return ends.size > 1 ? ends.add(null) : ends;
};

/** Every end point that some way of reading the open wells (`?`) gives; null for a prozone that is too long. */
const endPoints = (letters: readonly string[]): Set<number | null> => {
  const open = letters.indexOf('?');
  if (open < 0) return new Set([endPointOf(letters.join(''), 'FIRST_BREAK', DEFAULT_LAYOUT.prozoneColumns)]);
  return endPoints(letters.with(open, 'F')).union(endPoints(letters.with(open, 'N')));
};
