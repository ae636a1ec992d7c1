import { CROP_SIZE } from '../models/classifier.ts';
import type { Prediction } from '../models/classifier.ts';

/** Lopsidedness of a drop; less is a round one, more is no drop but specks. And how many must agree before anything is said. */
const LEAST_SKEW = 0.1;
const MOST_SKEW = 0.8;
const LEAST_DROPS = 4;
const LEAST_SHARE = 0.75;

/**
 * True where the Flowing drops plainly have their heads below and their tails above: the plate stands upside down in the photo,
 * or was tilted the other way. `crops` are the classifier's own, so upright with the found grid.
 */
export const dropsRunUpwards = (crops: Uint8Array, predictions: readonly Prediction[]): boolean => {
  const size = CROP_SIZE * CROP_SIZE * 3;
  const skews = predictions
    .map((p, i) => (p.class === 'FLOWING' ? dropSkew(crops.subarray(i * size, (i + 1) * size)) : 0))
    .filter((s) => Math.abs(s) > LEAST_SKEW && Math.abs(s) < MOST_SKEW);
  return skews.length >= LEAST_DROPS && skews.filter((s) => s < 0).length >= LEAST_SHARE * skews.length;
};

/** How far the red of a crop trails off downwards (positive) or upwards (negative): the third moment of its rows. */
export const dropSkew = (crop: Uint8Array): number => {
  const red = FLOOR.map((i) => redness(crop, 3 * i));
  const sorted = Float64Array.from(red).sort();
  const level = (sorted[sorted.length >> 1] + sorted[sorted.length - 1]) / 2;
  const rows = new Array<number>(CROP_SIZE).fill(0);
  red.forEach((v, k) => { if (v > level) rows[Math.floor(FLOOR[k] / CROP_SIZE)] += v - level; });
  const total = rows.reduce((s, v) => s + v, 0);
  if (!total) return 0;
  const mean = rows.reduce((s, v, y) => s + v * y, 0) / total;
  const moment = (k: number) => rows.reduce((s, v, y) => s + v * (y - mean) ** k, 0) / total;
  return moment(3) / (moment(2) ** 1.5 || 1);
};

/** The crop's pixels near enough to the centre that the wall's lights stay out. */
const FLOOR = Array.from({ length: CROP_SIZE * CROP_SIZE }, (_, i) => i).filter((i) => {
  const [middle, reach] = [(CROP_SIZE - 1) / 2, (CROP_SIZE / 1.25) * 0.28];
  return Math.hypot((i % CROP_SIZE) - middle, Math.floor(i / CROP_SIZE) - middle) < reach;
});

/** Share of light that is red rather than green: white lights, bright as they are, have none. */
const redness = (crop: Uint8Array, at: number): number => (crop[at] - crop[at + 1]) / (crop[at] + crop[at + 1] + crop[at + 2] + 30);
