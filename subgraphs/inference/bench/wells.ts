import type { Reading } from '../src/reading/index.ts';
import { THRESHOLD } from './attempt.ts';
import { percent, quantile } from './table.ts';
import type { Line } from './table.ts';

/** A well that was called: how sure, and whether rightly. Wells on which readers would disagree are left out. */
export interface Call {
  confidence: number;
  right: boolean;
}

export const callsOf = (reading: Reading, right: readonly (readonly string[])[]): Call[] =>
  reading.wells.flatMap((well, i) => (right[i].length === 1 ? [{ confidence: well.confidence, right: toldOf(well) === right[i][0] }] : []));

/** What a well was taken for before the threshold. */
const toldOf = (well: Reading['wells'][number]): string => (well.confidence < THRESHOLD ? well.predicted : well.class);

/** Expected calibration error over ten bins: how far the mean confidence of a bin lies from its share of right calls. */
export const calibrationError = (calls: readonly Call[]): number => {
  const bins = Map.groupBy(calls, (call) => Math.min(9, Math.floor(call.confidence * 10)));
  const misses = [...bins.values()].map((bin) => Math.abs(bin.reduce((sum, call) => sum + call.confidence - (call.right ? 1 : 0), 0)));
  return misses.reduce((sum, miss) => sum + miss, 0) / calls.length;
};

export const confidenceLines = (calls: readonly Call[]): Line[] => {
  const error = calibrationError(calls);
  const surest = calls.toSorted((a, b) => b.confidence - a.confidence).slice(0, Math.ceil(0.9 * calls.length));
  const right = surest.filter((call) => call.right).length;
  return [
    { what: 'confidence: calibration error (10 bins)', goal: '<= 0.05', measured: error.toFixed(4), pass: error <= 0.05 },
    { what: 'surest 90 % of wells', goal: '>= 99 % right', measured: percent(right, surest.length, 2), pass: right >= 0.99 * surest.length },
  ];
};

/** Distances of found centres from true ones, in pitches. */
export const centreLines = (misses: readonly number[]): Line[] => {
  const [median, p95] = [quantile(misses, 0.5), quantile(misses, 0.95)];
  return [{ what: 'centre error where solved', goal: 'median <= 0.05, p95 <= 0.15 pitch', measured: `median ${median.toFixed(3)}, p95 ${p95.toFixed(3)}, most ${Math.max(...misses.slice(0, 100_000)).toFixed(3)}`, pass: median <= 0.05 && p95 <= 0.15 }];
};
