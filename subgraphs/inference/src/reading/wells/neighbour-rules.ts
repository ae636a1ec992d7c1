import { likeliest } from '../models/prediction.ts';
import type { Prediction } from '../models/prediction.ts';
import { COLUMNS, ROW_NAMES } from '../plate-types.ts';

/**
 * Share of neighbouring wells of a serum that differ, one Flowing and the other not. Antibody runs out once in a row, so it is about one
 * in eleven; more is taken, so that what is plainly seen (a gap, a prozone) stands, and only a well that could be either follows its row.
 */
const CHANGE = 0.2;
/** No picture is so plain that its class is beyond all doubt. */
const LEAST = 0.02;

/**
 * The same wells, row by row, each in the light of its row: a reader who can't tell a well looks at those beside it. Only Flowing and
 * Non-Flowing are weighed anew; how likely a well is EMPTY or UNREADABLE stays. `aside` names wells that are no dilutions of a serum.
 *
 * A two-state chain: what the network says of each well, and how often neighbours differ; forward and backward sums.
 */
export const withNeighbours = (predictions: readonly Prediction[], aside: ReadonlySet<string> = new Set()): Prediction[] => {
  const out = [...predictions];
  for (let row = 0; row * COLUMNS < out.length; row++) {
    const series = Array.from({ length: COLUMNS }, (_, i) => i).filter((column) => !aside.has(`${ROW_NAMES[row]}${column + 1}`)).map((column) => row * COLUMNS + column);
    const flowing = flowingInSeries(series.map((i) => looksFlowing(out[i])));
    series.forEach((i, k) => { out[i] = reweighed(out[i], flowing[k]); });
  }
  return out;
};

/** Of the two, how much the picture alone speaks for Flowing, 0..1; a half where it speaks of neither. */
const looksFlowing = ({ probabilities: { FLOWING: f, NON_FLOWING: n } }: Prediction): number =>
  ((f + LEAST) / (f + n + 2 * LEAST)) * (f + n) + 0.5 * (1 - f - n);

/** How likely each well of a series is Flowing rather than not, given all of them. */
export const flowingInSeries = (looks: readonly number[]): number[] => {
  const before = sums(looks);
  const after = sums(looks.toReversed()).reverse();
  return looks.map((look, i) => share(look * before[i] * after[i], (1 - look) * (1 - before[i]) * (1 - after[i])));
};

/** Of each well, how likely it is Flowing by those before it alone. */
const sums = (looks: readonly number[]): number[] => {
  const out = [0.5];
  for (const look of looks.slice(0, -1)) {
    const flowing = share(look * out.at(-1)!, (1 - look) * (1 - out.at(-1)!));
    out.push(flowing * (1 - CHANGE) + (1 - flowing) * CHANGE);
  }
  return out;
};

const share = (a: number, b: number): number => a / (a + b);

const reweighed = ({ probabilities }: Prediction, flowing: number): Prediction => {
  const either = probabilities.FLOWING + probabilities.NON_FLOWING;
  return likeliest({ ...probabilities, FLOWING: either * flowing, NON_FLOWING: either * (1 - flowing) });
};
