import type { WellClassName, WellOfRun } from '@microplate/schema/events';
import { SURE_CONFIDENCE } from '@microplate/schema/report';
import { COLUMNS, ROWS } from './layout-rules.ts';

/** Flowing, Non-flowing, Unreadable, Empty. */
export type WellLetter = 'F' | 'N' | 'U' | 'E';

const LETTERS: Record<WellClassName, WellLetter> = { FLOWING: 'F', NON_FLOWING: 'N', UNREADABLE: 'U', EMPTY: 'E' };

/** 96 letters, row by row, A1 first; small where the class is a doubtful one. A well the run does not name can't be told: `U`. */
export const lettersOf = (wells: readonly WellOfRun[]): string => {
  const byName = new Map(wells.map((well) => [`${well.row}${well.column}`, letterOf(well)]));
  return ROWS.flatMap((row) => Array.from({ length: COLUMNS }, (_, index) => byName.get(`${row}${index + 1}`) ?? 'U')).join('');
};

const letterOf = ({ class: name, predicted = name, confidence }: WellOfRun): string => {
  const letter = LETTERS[name] ?? 'U';
  const doubtful = confidence < SURE_CONFIDENCE || predicted !== name;
  return doubtful && (letter === 'F' || letter === 'N') ? letter.toLowerCase() : letter;
};

/** How much the picture of each of the 96 wells speaks for Flowing, 0..1, row by row; null where the run doesn't tell of each. */
export const flowingOf = (wells: readonly WellOfRun[]): number[] | null => {
  const byName = new Map(wells.map(({ row, column, flowing }) => [`${row}${column}`, flowing]));
  const flowing = ROWS.flatMap((row) => Array.from({ length: COLUMNS }, (_, index) => byName.get(`${row}${index + 1}`)));
  return flowing.every((one) => one !== undefined) ? flowing : null;
};

/** The letter of one well, `A1` to `H12`, out of a plate's 96. */
export const letterAt = (letters: string, well: string): WellLetter =>
  storedAt(letters, well).toUpperCase() as WellLetter;

/** Whether that letter stands for a doubtful class. */
export const isDoubtfulAt = (letters: string, well: string): boolean => /[fn]/.test(storedAt(letters, well));

const storedAt = (letters: string, well: string): string => letters[placeOf(well)] ?? 'U';

/** Of a well, `A1` to `H12`, among a plate's 96. */
export const placeOf = (well: string): number => ROWS.indexOf(well[0] as never) * COLUMNS + Number(well.slice(1)) - 1;
