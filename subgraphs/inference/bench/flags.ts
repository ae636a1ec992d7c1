import { locatePlate, ReadingError } from '../src/reading/index.ts';
import type { WellClassifier } from '../src/reading/index.ts';
import { each, isReading, says } from './attempt.ts';
import { judgeRows, readAll } from './drawn.ts';
import type { Read } from './drawn.ts';
import { draw, drawFormats } from './drawings.ts';
import type { Drawing } from './drawings.ts';
import { percent, tally } from './table.ts';
import type { Line } from './table.ts';

/** A flag with the refusals that say the same, and what plates.py draws for it. `amount`: its truth tells how much of it each drawing has. */
interface Flag {
  codes: string[];
  damages: string[];
  amount?: true;
}

const FLAGS: Flag[] = [
  { codes: ['BLURRED', 'IMAGE_TOO_BLURRED'], damages: ['blur'], amount: true },
  { codes: ['GLARE', 'IMAGE_OVEREXPOSED'], damages: ['glare'], amount: true },
  { codes: ['OVEREXPOSED', 'IMAGE_OVEREXPOSED'], damages: ['overexposed'], amount: true },
  { codes: ['DARK'], damages: ['dark'], amount: true },
  { codes: ['TILTED'], damages: ['tilted'], amount: true },
  { codes: ['LOW_RESOLUTION'], damages: ['low-resolution'], amount: true },
  { codes: ['PARTIAL', 'PLATE_PARTIAL'], damages: ['partial'], amount: true },
  { codes: ['ORIENTATION_UNCERTAIN'], damages: ['blank', 'mirrored'] },
  { codes: ['FORMAT_MISMATCH', 'PLATE_FORMAT_MISMATCH'], damages: ['format'] },
  { codes: ['MULTIPLE_PLATES'], damages: ['two'] },
  { codes: ['NO_PLATE', 'NO_PLATE_FOUND'], damages: ['no-plate'] },
];

/** Each flag on drawings with its damage, and its false alarms on sound ones; and what is silently wrong among all damaged. */
export const flagLines = async (folder: string, sound: readonly Read[], classifier: WellClassifier, seed: number, count: number): Promise<Line[]> => {
  const read = async (damage: string) => readAll(damage, await draw(folder, damage, seed, count), classifier);
  const reads = new Map<string, Read[]>();
  for (const { damages } of FLAGS) for (const damage of damages) reads.set(damage, await read(damage));
  const formats = (await drawFormats(folder, seed, Math.ceil(count / 5))).filter(({ format }) => format !== 'W96');
  const others = [...await read('turned'), ...await read('lookalike')];
  const all = [...reads.values()].flat();
  return [
    ...FLAGS.map((flag) => flagLine(flag, { damaged: flag.damages.flatMap((name) => reads.get(name)!), sound, all })),
    formatLine(await askedForAnother(formats, classifier)), turnedLine(others.filter((one) => one.plates)), lookalikeLine(others.filter((one) => !one.plates)), silentLine([...all, ...others]),
  ];
};

const nameOf = ({ outcome }: Read): string => (isReading(outcome) ? 'read' : outcome);

const rate = (part: number, of: number): string => `${part} of ${of} (${percent(part, of)})`;

/**
 * Found: flagged or refused by its own name; a refusal under another one is not, and is told. False alarms are counted on sound
 * drawings: those without this damage where the truth tells its amount, else those without any, as blur and darkness hide what tells
 * how a plate lies. Beside them stand those on plates damaged otherwise.
 */
const flagLine = ({ codes, damages: [damage], amount }: Flag, { damaged, sound, all }: { damaged: readonly Read[]; sound: readonly Read[]; all: readonly Read[] }): Line => {
  const meant = damaged.filter((one) => !amount || one.damaged.includes(damage));
  const found = meant.filter((one) => says(one.outcome, codes));
  const isClear = ({ damaged: is, neither }: Drawing) => (amount ? !is.includes(damage) && !neither.includes(damage) : !is.length && !neither.length);
  const clear = sound.filter(isClear);
  const otherwise = amount ? all.filter((one) => !damaged.includes(one) && one.wells && isClear(one)) : sound.filter((one) => !isClear(one));
  const [alarms, elsewhere] = [clear, otherwise].map((list) => list.filter((one) => says(one.outcome, codes)).length);
  const missed = tally(meant.filter((one) => !found.includes(one)).map(nameOf));
  return {
    what: `flag ${codes[0]}`, goal: '>= 95 % found, <= 5 % false',
    measured: `${rate(found.length, meant.length)} found${missed ? `, else ${missed}` : ''}; ${rate(alarms, clear.length)} false${otherwise.length ? `, ${rate(elsewhere, otherwise.length)} on plates damaged otherwise` : ''}`,
    pass: found.length >= 0.95 * meant.length && alarms <= 0.05 * clear.length,
  };
};

/** Plates of other formats located where a 96-well plate was asked for. */
const askedForAnother = (drawings: readonly { read: () => Promise<Buffer> }[], classifier: WellClassifier): Promise<string[]> =>
  each('formats', drawings, async ({ read }) => locatePlate(await read(), { classifier, format: 'W96' }).then(() => 'located', (error: unknown) => {
    if (error instanceof ReadingError) return error.code;
    throw error;
  }));

const formatLine = (outcomes: readonly string[]): Line => {
  const [named, located] = ['PLATE_FORMAT_MISMATCH', 'located'].map((name) => outcomes.filter((one) => one === name).length);
  const else_ = tally(outcomes.filter((one) => one !== 'PLATE_FORMAT_MISMATCH'));
  return { what: '  locatePlate, other formats in any pose', goal: 'never located as 96 wells', measured: `${rate(named, outcomes.length)} refused by that name${else_ ? `, else ${else_}` : ''}`, pass: located === 0 };
};

const turnedLine = (reads: readonly Read[]): Line => {
  const unsure = reads.filter(({ outcome }) => !isReading(outcome) || says(outcome, ['ORIENTATION_UNCERTAIN']));
  const right = reads.filter((one) => !unsure.includes(one) && isReading(one.outcome) && one.outcome.orientation === one.orientation).length;
  return { what: 'turned or mirrored', goal: 'read as it lies, or uncertain', measured: `${right} of ${reads.length} as it lies, ${unsure.length} uncertain or refused`, pass: right + unsure.length === reads.length };
};

/** Racks of tips, perforated boards, plans on paper: geometry can't tell them from plates. */
const lookalikeLine = (reads: readonly Read[]): Line => {
  const flagged = reads.filter(({ outcome }) => isReading(outcome) && outcome.flags.length).length;
  const refused = reads.filter(({ outcome }) => !isReading(outcome));
  return { what: 'look-alikes of plates', goal: 'refused or flagged', measured: `${rate(refused.length, reads.length)} refused (${tally(refused.map(nameOf))}), ${flagged} read and flagged`, pass: refused.length + flagged === reads.length };
};

const silentLine = (reads: readonly Read[]): Line => {
  const rows = reads.flatMap((one) => (isReading(one.outcome) && one.wells ? judgeRows(one.outcome, one) : []));
  const silent = rows.filter((row) => row.silent).length;
  return { what: 'damaged plates: rows wrong and unflagged', goal: '<= 0.5 % of rows read', measured: `${percent(silent, rows.length, 2)} of ${rows.length}`, pass: silent <= 0.005 * rows.length };
};
