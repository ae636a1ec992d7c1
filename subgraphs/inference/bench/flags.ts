import type { WellClassifier } from '../src/reading/index.ts';
import { isReading, says } from './attempt.ts';
import { judgeRows, readAll } from './drawn.ts';
import type { Read } from './drawn.ts';
import { draw } from './drawings.ts';
import { percent } from './table.ts';
import type { Line } from './table.ts';

/** Each damage plates.py draws, with the flag and the refusal that name it. */
const DAMAGES: [damage: string, ...codes: string[]][] = [
  ['blur', 'BLURRED', 'IMAGE_TOO_BLURRED'], ['glare', 'GLARE', 'IMAGE_OVEREXPOSED'], ['overexposed', 'OVEREXPOSED', 'IMAGE_OVEREXPOSED'],
  ['dark', 'DARK'], ['tilted', 'TILTED'], ['low-resolution', 'LOW_RESOLUTION'], ['partial', 'PARTIAL', 'PLATE_PARTIAL'],
  ['blank', 'ORIENTATION_UNCERTAIN'], ['format', 'FORMAT_MISMATCH', 'PLATE_FORMAT_MISMATCH'], ['two', 'MULTIPLE_PLATES'], ['no-plate', 'NO_PLATE', 'NO_PLATE_FOUND'],
];

/** Each flag on drawings with its damage, and its false alarms on sound ones; and what is silently wrong among all damaged. */
export const flagLines = async (folder: string, sound: readonly Read[], classifier: WellClassifier, seed: number, count: number): Promise<Line[]> => {
  const lines: Line[] = [];
  const damaged: Read[] = [];
  for (const [damage, ...codes] of DAMAGES) {
    const reads = await readAll(damage, await draw(folder, damage, seed, count), classifier);
    lines.push(flagLine(damage, codes, reads, sound));
    damaged.push(...reads);
  }
  const turned = await readAll('turned', await draw(folder, 'turned', seed, count), classifier);
  return [...lines, turnedLine(turned), silentLine([...damaged, ...turned])];
};

/** A photo refused under another name counts for neither side, and is told. */
const flagLine = (damage: string, codes: string[], reads: readonly Read[], sound: readonly Read[]): Line => {
  const found = reads.filter((one) => says(one.outcome, codes)).length;
  const otherwise = reads.filter((one) => !isReading(one.outcome) && !codes.includes(one.outcome)).length;
  const clear = sound.filter((one) => !one.damaged.includes(damage) && !one.neither.includes(damage));
  const alarms = clear.filter((one) => says(one.outcome, codes)).length;
  const of = reads.length - otherwise;
  return {
    what: `flag ${codes[0]}`, goal: '>= 95 % found, <= 5 % false',
    measured: `${percent(found, of)} found, ${percent(alarms, clear.length)} false${otherwise ? `; ${otherwise} of ${reads.length} refused under another name` : ''}`,
    pass: of ? found >= 0.95 * of && alarms <= 0.05 * clear.length : null,
  };
};

const turnedLine = (reads: readonly Read[]): Line => {
  const right = reads.filter(({ outcome, orientation }) => isReading(outcome) && outcome.orientation === orientation).length;
  const unsure = reads.filter(({ outcome }) => !isReading(outcome) || says(outcome, ['ORIENTATION_UNCERTAIN'])).length;
  return { what: 'turned or mirrored', goal: 'read as it lies, or uncertain', measured: `${right} of ${reads.length} as it lies, ${unsure} uncertain or refused`, pass: right + unsure === reads.length };
};

const silentLine = (reads: readonly Read[]): Line => {
  const rows = reads.flatMap((one) => (isReading(one.outcome) && one.wells ? judgeRows(one.outcome, one) : []));
  const silent = rows.filter((row) => row.silent).length;
  return { what: 'damaged plates: rows wrong and unflagged', goal: '<= 0.5 % of rows read', measured: `${percent(silent, rows.length, 2)} of ${rows.length}`, pass: silent <= 0.005 * rows.length };
};
