import { readPlate, ReadingError } from '../src/reading/index.ts';
import type { Reading, WellClassifier } from '../src/reading/index.ts';

/** A reading, or the code of its refusal. */
export type Outcome = Reading | string;

/** As the service reads by default. */
export const THRESHOLD = 0.5;

/** Reads a photo; anything but a refusal is thrown on. */
export const attempt = (photo: Buffer, classifier: WellClassifier): Promise<Outcome> =>
  readPlate(photo, { classifier, threshold: THRESHOLD }).catch((error: unknown) => {
    if (error instanceof ReadingError) return error.code;
    throw error;
  });

export const isReading = (outcome: Outcome): outcome is Reading => typeof outcome !== 'string';

/** Whether a refusal or a flag says so. ORIENTATION_UNCERTAIN and the like are one code for both. */
export const says = (outcome: Outcome, codes: readonly string[]): boolean =>
  isReading(outcome) ? outcome.flags.some((flag) => codes.includes(flag.code)) : codes.includes(outcome);

/** The first photos in turn, with a count on a terminal's one line. */
export const each = async <T, R>(what: string, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const out: R[] = [];
  for (const item of items) {
    out.push(await work(item));
    if (process.stderr.isTTY) process.stderr.write(`\r${what} ${out.length}/${items.length} `);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return out;
};
