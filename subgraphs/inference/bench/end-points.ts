import { SURE_CONFIDENCE } from '@microplate/schema/report';
import { COLUMNS, ROW_NAMES } from '../src/reading/plate-types.ts';
import type { Reading } from '../src/reading/plate-types.ts';

/** What a well may be: F, N, or either where that is open (unreadable, empty, or readers disagree). */
export type Letter = 'F' | 'N' | '?';

/** Leading Non-Flowing wells that are skipped, as in the default layout. */
const PROZONE = 1;

/** Every end point (FIRST_BREAK) that some way of reading the open wells gives; null for a prozone that is too long. */
export const endPoints = (letters: readonly Letter[]): Set<number | null> => {
  const open = letters.indexOf('?');
  if (open < 0) return new Set([firstBreak(letters)]);
  const as = (letter: Letter) => endPoints(letters.with(open, letter));
  return as('F').union(as('N'));
};

const firstBreak = (letters: readonly Letter[]): number | null => {
  const first = letters.indexOf('F');
  if (first < 0) return 0;
  if (first > PROZONE) return null;
  const end = letters.indexOf('N', first);
  return end < 0 ? letters.length : end;
};

export interface RowReading {
  row: string;
  /** Null where it hangs on an open well. */
  endPoint: number | null;
  /** GAP, PROZONE, UNREADABLE or DOUBTFUL: it asks to be looked at. */
  flagged: boolean;
}

/** The rows of a reading as results would tell them. */
export const rowsOf = (reading: Reading): RowReading[] => [...ROW_NAMES].map((row, i) => {
  const letters = reading.wells.slice(i * COLUMNS, (i + 1) * COLUMNS).map((well) => letterOf(well.class));
  const [endPoint, text] = [only(endPoints(letters)), letters.join('')];
  const wellAt = (j: number) => reading.wells[i * COLUMNS + j];
  const doubtful = letters.some((letter, j) => letter !== '?' && (wellAt(j).confidence < SURE_CONFIDENCE || wellAt(j).predicted !== wellAt(j).class)
    && only(endPoints(letters.with(j, letter === 'F' ? 'N' : 'F'))) !== endPoint);
  return { row, endPoint, flagged: doubtful || /\?|F.*N.*F|^N+F/.test(text) };
});

const only = (ends: Set<number | null>): number | null => (ends.size === 1 ? [...ends][0] : null);

const letterOf = (called: string): Letter => (called === 'FLOWING' ? 'F' : called === 'NON_FLOWING' ? 'N' : '?');

/** End points that count as right for a row of which each well may be one of several classes. */
export const rightEndPoints = (wells: readonly (readonly string[])[]): Set<number | null> => {
  const letters = wells.map((right): Letter => (right.length === 1 ? letterOf(right[0]) : '?'));
  const ends = endPoints(letters);
  return ends.size > 1 ? ends.add(null) : ends;
};
