import type { Point } from '../plate-types.ts';
import { FINE } from './sheet-rules.ts';

// Taken out of Math once: inner loops run a million times a plate, and a look into it is dear in a test's sandbox.
const { floor, max, min, sqrt } = Math;

/** Samples that a well may move: a quarter pitch. */
export const REACH = FINE / 4;
/** Pitches from a well's centre between which its rim, and its neighbours' near ones, lie; what a well holds lies further in. */
const RIM = [0.38, 0.68];
/** Samples from a window's middle to its border, and across it. */
export const MIDDLE = Math.ceil(RIM[1] * FINE) + 2 * REACH + 1;
export const SIDE = 2 * MIDDLE + 1;
/** Samples that all of a plate's wells may lie aside in one round. */
const ASIDE = 3;
/** How much less a middle counts for each squared sample aside: floors seen steeply, and the gaps of a narrow grid, are alike on all sides too. */
const FAR = 0.05;

const radius = (i: number): number => Math.hypot((i % SIDE) - MIDDLE, Math.floor(i / SIDE) - MIDDLE);
const ALL = Int32Array.from({ length: SIDE * SIDE }, (_, i) => i);
/** The samples a rim can lie on, and those with which it may lie aside. */
const PLACES = ALL.filter((i) => radius(i) >= RIM[0] * FINE && radius(i) <= RIM[1] * FINE);
const AROUND = ALL.filter((i) => radius(i) <= RIM[1] * FINE + 1.5 * ASIDE);

/** The eight that a place is turned and mirrored onto. */
const sidesOf = (i: number): number[] => {
  const [x, y] = [(i % SIDE) - MIDDLE, Math.floor(i / SIDE) - MIDDLE];
  return [[x, y], [-x, y], [x, -y], [-x, -y], [y, x], [-y, x], [y, -x], [-y, -x]].map(([a, b]) => (b + MIDDLE) * SIDE + a + MIDDLE);
};
/** The first of each eight, the eight, how often each of them counts (those on an axis are four, twice), and of which eight each place is. */
const FIRSTS = PLACES.filter((i) => i === Math.min(...sidesOf(i)));
const EIGHTS = Int32Array.from(Array.from(FIRSTS).flatMap(sidesOf));
const TIMES = Float64Array.from(FIRSTS, (i) => new Set(sidesOf(i)).size / 8);
const EIGHT_OF = PLACES.map((i) => FIRSTS.indexOf(Math.min(...sidesOf(i))));

/** The mean of the windows, each looked at from its moved centre. */
export const meanOf = (windows: readonly Float32Array[], moves: readonly Point[]): Float32Array => {
  const mean = new Float32Array(SIDE * SIDE);
  for (let k = 0; k < windows.length; k++) addMoved(mean, windows[k], clamp(moves[k].x), clamp(moves[k].y));
  return mean;
};

const clamp = (v: number): number => min(REACH, max(-REACH, v));

const addMoved = (mean: Float32Array, w: Float32Array, x: number, y: number): void => {
  const shift = floor(y) * SIDE + floor(x);
  const fx = x - floor(x);
  const fy = y - floor(y);
  const [a, b, c, d] = [(1 - fy) * (1 - fx), (1 - fy) * fx, fy * (1 - fx), fy * fx];
  for (let k = 0; k < AROUND.length; k++) {
    const at = AROUND[k];
    const j = at + shift;
    mean[at] += a * w[j] + b * w[j + 1] + c * w[j + SIDE] + d * w[j + SIDE + 1];
  }
};

/**
 * What the mean outline has alike on eight sides (turned and mirrored) about the middle that makes most alike: the grid may lie beside
 * all its wells. A value for each place of a rim, less their mean, and of length 1.
 */
export const alikeOnAllSides = (mean: Float32Array): Float32Array => {
  let [best, share] = [0, shareAlike(mean, 0)];
  for (let y = -ASIDE; y <= ASIDE; y++) {
    for (let x = -ASIDE; x <= ASIDE; x++) {
      const seen = shareAlike(mean, y * SIDE + x) * (1 - FAR * (x * x + y * y));
      if (seen > share) [best, share] = [y * SIDE + x, seen];
    }
  }
  return rimAbout(mean, best);
};

/** The length of what is alike beside that of the outline itself, both less their mean. */
const shareAlike = (mean: Float32Array, shift: number): number => {
  let sum = 0;
  let squares = 0;
  let alike = 0;
  for (let k = 0; k < TIMES.length; k++) {
    let eight = 0;
    let square = 0;
    for (let j = 8 * k; j < 8 * k + 8; j++) {
      const v = mean[EIGHTS[j] + shift];
      eight += v;
      square += v * v;
    }
    sum += TIMES[k] * eight;
    squares += TIMES[k] * square;
    alike += TIMES[k] * eight * eight / 8;
  }
  const even = (sum * sum) / PLACES.length;
  return sqrt(max(1e-9, alike - even) / max(1e-9, squares - even));
};

const rimAbout = (mean: Float32Array, shift: number): Float32Array => {
  const values = TIMES.map((_, k) => EIGHTS.subarray(8 * k, 8 * k + 8).reduce((sum, j) => sum + mean[j + shift], 0) / 8);
  const rim = Float32Array.from(EIGHT_OF, (k) => values[k]);
  const middle = rim.reduce((sum, v) => sum + v, 0) / rim.length;
  const length = sqrt(max(1e-9, rim.reduce((sum, v) => sum + (v - middle) ** 2, 0)));
  return rim.map((v) => (v - middle) / length);
};

/** Correlation of a window, moved by whole samples, with the rim, or with every so manieth sample of it: up to 1. */
export const likeness = (w: Float32Array, rim: Float32Array, dx: number, dy: number, every = 1): number => {
  const shift = dy * SIDE + dx;
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let k = 0; k < PLACES.length; k += every) {
    const v = w[PLACES[k] + shift];
    sum += v;
    squares += v * v;
    product += v * rim[k];
  }
  return product / sqrt(max(1e-9, squares - (sum * sum * every) / PLACES.length));
};
