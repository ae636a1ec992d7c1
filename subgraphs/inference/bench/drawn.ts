import type { Reading, WellClassifier } from '../src/reading/index.ts';
import { attempt, each, isReading } from './attempt.ts';
import type { Outcome } from './attempt.ts';
import type { Drawing } from './drawings.ts';
import { rightEndPoints, rowsOf } from './end-points.ts';
import { percent, tally } from './table.ts';
import type { Line } from './table.ts';
import { callsOf, centreLines, confidenceLines } from './wells.ts';

export type Read = Drawing & { outcome: Outcome };

export const readAll = (what: string, drawings: readonly Drawing[], classifier: WellClassifier): Promise<Read[]> =>
  each(what, drawings, async (drawing) => ({ ...drawing, outcome: await attempt(await drawing.read(), classifier) }));

type Judged = { exact: boolean; within: boolean; number: boolean; silent: boolean };

/** Rows, wells, centres and confidence on sound drawings of kinds never trained on. Rows of a refused plate are no exact ones. */
export const drawnLines = (reads: readonly Read[]): Line[] => {
  const solved = reads.filter((one): one is Read & { outcome: Reading } => isReading(one.outcome) && !!one.wells);
  const rows = solved.flatMap((one) => judgeRows(one.outcome, one));
  const count = reads.length * 8;
  const [exact, numbers, within, silent] = [rows.filter((row) => row.exact), rows.filter((row) => row.number), rows.filter((row) => row.within), rows.filter((row) => row.silent)].map((list) => list.length);
  const wells = solved.flatMap((one) => one.outcome.wells.map((well, i) => one.wells![i].right.includes(well.class)));
  const right = wells.filter(Boolean).length;
  return [
    { what: `rendered plates of kinds never trained on (${reads.length}): read`, goal: '', measured: `${solved.length}; refused: ${tally(reads.flatMap(({ outcome }) => (isReading(outcome) ? [] : [outcome]))) || 'none'}`, pass: solved.length === reads.length || null },
    { what: '  row end point exact', goal: '>= 95 % of all rows', measured: `${percent(exact, count)} (${percent(exact, rows.length)} of rows read, ${percent(rows.length - numbers, rows.length)} left open)`, pass: exact >= 0.95 * count },
    { what: '  within one', goal: '100 % of end points told', measured: percent(within, numbers, 2), pass: within === numbers },
    { what: '  wrong and unflagged', goal: '<= 0.5 % of rows', measured: percent(silent, rows.length, 2), pass: silent <= 0.005 * rows.length },
    { what: '  wells', goal: '>= 98 %', measured: percent(right, wells.length, 2), pass: right >= 0.98 * wells.length },
    ...centreLines(solved.flatMap(({ outcome, wells: truth }) => missesOf(outcome, truth!))),
    ...confidenceLines(solved.flatMap(({ outcome, wells: truth }) => callsOf(outcome, truth!.map((well) => well.right)))),
  ];
};

/** Silent: a wrong end point that neither its row nor its plate asks to look at. */
export const judgeRows = (reading: Reading, { wells }: { wells?: Drawing['wells'] }): Judged[] => rowsOf(reading).map(({ endPoint, flagged }, i) => {
  const right = rightEndPoints(wells!.slice(i * 12, i * 12 + 12).map((well) => well.right));
  const exact = right.has(endPoint);
  const within = exact || [...right].some((end) => end !== null && endPoint !== null && Math.abs(end - endPoint) <= 1);
  return { exact, number: endPoint !== null, within: endPoint !== null && within, silent: !exact && endPoint !== null && !flagged && !reading.flags.length };
});

const missesOf = (reading: Reading, wells: NonNullable<Drawing['wells']>): number[] => {
  const [a, b] = [wells[0].centre, wells[11].centre];
  const pitch = Math.hypot(b[0] - a[0], b[1] - a[1]) / 11;
  return reading.wells.map(({ centre }, i) => Math.hypot(centre.x - wells[i].centre[0], centre.y - wells[i].centre[1]) / pitch);
};
