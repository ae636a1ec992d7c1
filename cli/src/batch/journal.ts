import { appendFile, readFile } from 'node:fs/promises';
import type { Outcome } from './outcome.ts';

/** The outcomes of earlier calls, by request key. */
export interface Journal { known: ReadonlyMap<string, Outcome>; add(outcome: Outcome): Promise<void> }

/** One JSON line an outcome, appended as soon as it is known, so a stop at any moment loses nothing that was told. */
export const openJournal = async (file: string): Promise<Journal> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = new Map(text.split('\n').flatMap(parse).map((outcome) => [outcome.key, outcome]));
  // A line that was cut short by a kill must not swallow the next one.
  if (text && !text.endsWith('\n')) await appendFile(file, '\n');
  return { known, add: (outcome) => appendFile(file, `${JSON.stringify(outcome)}\n`) };
};

const parse = (line: string): Outcome[] => {
  try {
    const outcome = JSON.parse(line) as Outcome;
    return typeof outcome?.key === 'string' ? [outcome] : [];
  } catch {
    return [];
  }
};
