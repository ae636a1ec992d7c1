import { locatePlate, ReadingError } from '../src/reading/index.ts';
import type { WellClassifier } from '../src/reading/index.ts';
import { each } from './attempt.ts';
import { cornerMisses } from './corners.ts';
import { drawFormats } from './drawings.ts';
import { percent, tally } from './table.ts';
import type { Line } from './table.ts';
import { centreLines } from './wells.ts';

/** Plates of every format in any pose, each format as often: found as what they are, or refused; and how near, where they are. */
export const formatLines = async (folder: string, seed: number, count: number, classifier: WellClassifier): Promise<Line[]> => {
  const drawings = await drawFormats(folder, seed, count);
  const found = await each('formats', drawings, async (drawing) => {
    const outcome = await locatePlate(await drawing.read(), { classifier }).catch((error: unknown) => {
      if (error instanceof ReadingError) return error.code;
      throw error;
    });
    return { ...drawing, outcome };
  });
  const solved = found.flatMap((one) => (typeof one.outcome === 'string' ? [] : [{ ...one, outcome: one.outcome }]));
  const right = solved.filter((one) => one.outcome.format === one.format);
  const refused = found.flatMap(({ outcome }) => (typeof outcome === 'string' ? [outcome] : []));
  return [
    { what: `plates of 6 to 384 wells (${found.length})`, goal: '', measured: `${percent(right.length, found.length)} located, ${solved.length - right.length} taken for another format; refused: ${tally(refused) || 'none'}`, pass: null },
    ...centreLines(right.flatMap((one) => cornerMisses(one.outcome, one))).map((line) => ({ ...line, what: `  ${line.what}` })),
  ];
};
