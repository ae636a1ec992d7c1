import type { WellClassName, WellOfRun } from '@microplate/schema/events';
import { COLUMNS, ROWS } from './layout-rules.ts';

/** Flowing, Non-flowing, Unreadable, Empty. */
export type WellLetter = 'F' | 'N' | 'U' | 'E';

const LETTERS: Record<WellClassName, WellLetter> = { FLOWING: 'F', NON_FLOWING: 'N', UNREADABLE: 'U', EMPTY: 'E' };

/** 96 letters, row by row, A1 first. A well the run does not name can't be told: `U`. */
export const lettersOf = (wells: readonly WellOfRun[]): string => {
  const byName = new Map(wells.map((well) => [`${well.row}${well.column}`, LETTERS[well.class] ?? 'U']));
  return ROWS.flatMap((row) => Array.from({ length: COLUMNS }, (_, index) => byName.get(`${row}${index + 1}`) ?? 'U')).join('');
};

/** The letter of one well, `A1` to `H12`, out of a plate's 96. */
export const letterAt = (letters: string, well: string): WellLetter =>
  (letters[ROWS.indexOf(well[0] as never) * COLUMNS + Number(well.slice(1)) - 1] ?? 'U') as WellLetter;
