import { CROP_SIZE } from '../models/classifier.ts';

/** Pixels of a crop to one pitch. */
const PITCH = CROP_SIZE / 1.25;
/** Sigmas, in crop pixels, of the two looks at each edge: the finer is wide enough that noise stays small. */
const FINE = 1;
const COARSE = 2.5;
/** High enough that a crop's steepest slopes, those of rims and drops, outweigh all others. `steepness` multiplies it out. */
const POWER = 8;
/** Grey levels a pixel below which a slope is no edge. */
const LEAST_SLOPE = 0.3;
/** Wells between two that are looked at. No multiple of a row, so all of the plate has its say. */
const EVERY = 5;

/**
 * The blur of the plate's edges as the sigma of a Gaussian, in pitches, the worse of across and down (a photo that moved is blurred
 * one way): each edge is looked at finely and coarsely, and the less a closer look steepens it, the more blurred it is. `crops` are
 * the classifier's. Null where nothing has an edge.
 */
export const blurOf = (crops: Uint8Array): number | null => {
  const size = CROP_SIZE * CROP_SIZE * 3;
  const scratch = Array.from({ length: 4 }, () => new Float32Array(CROP_SIZE * CROP_SIZE));
  const sigmas: [number[], number[]] = [[], []];
  for (let at = 0; at < crops.length; at += EVERY * size) {
    steepening(crops.subarray(at, at + size), scratch).forEach((ratio, way) => { if (ratio !== null) sigmas[way].push(sigmaFor(ratio)); });
  }
  if (!sigmas[0].length || !sigmas[1].length) return null;
  return Math.max(...sigmas.map(median)) / PITCH;
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];

/** A step blurred by b and looked at with s is as steep as 1 / sqrt(b^2 + s^2), and as wide as its inverse; solved for b. */
const sigmaFor = (ratio: number): number => {
  const q = ratio ** (2 / (1 - 1 / POWER));
  return q <= 1 ? 4 * COARSE : Math.sqrt(Math.max(0, (COARSE ** 2 - q * FINE ** 2) / (q - 1)));
};

/** How much steeper the crop's slopes are in the finer look, across and down. */
const steepening = (crop: Uint8Array, [grey, between, fine, coarse]: Float32Array[]): (number | null)[] => {
  toGrey(crop, grey);
  smooth(grey, FINE_BELL, between, fine);
  smooth(grey, COARSE_BELL, between, coarse);
  return [1, CROP_SIZE].map((step) => {
    const least = steepness(coarse, step);
    return least < LEAST_SLOPE ? null : steepness(fine, step) / least;
  });
};

const toGrey = (crop: Uint8Array, grey: Float32Array): void => {
  for (let i = 0; i < grey.length; i++) grey[i] = (crop[3 * i] + 2 * crop[3 * i + 1] + crop[3 * i + 2]) / 4;
};

/** The POWER-mean of the slopes along one way, in grey levels a pixel, away from the crop's border: the steepest count. */
const steepness = (g: Float32Array, step: number): number => {
  let sum = 0;
  for (let y = MARGIN; y < CROP_SIZE - MARGIN; y++) {
    for (let i = y * CROP_SIZE + MARGIN; i < (y + 1) * CROP_SIZE - MARGIN; i++) {
      const slope = g[i + step] - g[i - step];
      const square = slope * slope;
      sum += square * square * square * square;
    }
  }
  return (sum / (CROP_SIZE - 2 * MARGIN) ** 2) ** (1 / POWER) / 2;
};

/** Pixels at a crop's border that the coarse look can't fill. */
const MARGIN = Math.ceil(2.5 * COARSE) + 1;

/** Where slopes are looked at, and a pixel around it: no more need be smoothed. */
const EDGE = MARGIN - 1;

const smooth = (grey: Float32Array, weights: Float64Array, between: Float32Array, out: Float32Array): void => {
  along(grey, weights, 1, EDGE - (weights.length >> 1), between);
  along(between, weights, CROP_SIZE, EDGE, out);
};

const bell = (sigma: number): Float64Array => {
  const k = Math.ceil(2.5 * sigma);
  const w = Float64Array.from({ length: 2 * k + 1 }, (_, i) => Math.exp(-((i - k) ** 2) / (2 * sigma * sigma)));
  const sum = w.reduce((s, v) => s + v, 0);
  return w.map((v) => v / sum);
};

/** Weighs neighbours `step` apart, in the lines from `top` to as far from the bottom. */
const along = (g: Float32Array, weights: Float64Array, step: number, top: number, out: Float32Array): void => {
  const half = weights.length >> 1;
  for (let y = top; y < CROP_SIZE - top; y++) {
    for (let i = y * CROP_SIZE + EDGE; i < (y + 1) * CROP_SIZE - EDGE; i++) {
      let sum = weights[half] * g[i];
      // The bell is even: neighbours as far on as back share a weight.
      for (let t = 1, far = step; t <= half; t++, far += step) sum += weights[half + t] * (g[i - far] + g[i + far]);
      out[i] = sum;
    }
  }
};

const [FINE_BELL, COARSE_BELL] = [bell(FINE), bell(COARSE)];
