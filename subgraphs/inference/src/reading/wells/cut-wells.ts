import { CROP_SIZE } from '../models/classifier.ts';
import type { Grid } from '../locate/grid-rules.ts';
import { project } from '../locate/homography-rules.ts';
import type { Homography } from '../locate/homography-rules.ts';
import type { Photo } from '../photo.ts';
import { COLUMNS } from '../plate-types.ts';
import type { Point } from '../plate-types.ts';

/** Pitches a crop spans: the well and a little of its neighbours, as in training (wells.py). */
const SPAN = 1.25;
/** More samples a pixel than this change nothing that can be seen. */
const MOST_SAMPLES = 3;

/** The wells as the classifier wants them: 48x48 RGB bytes each, turned upright with the plate, row by row. */
export const cutWells = (photo: Photo, grid: Grid): Uint8Array => {
  const size = CROP_SIZE * CROP_SIZE * 3;
  const crops = new Uint8Array(grid.centres.length * size);
  grid.centres.forEach((centre, i) => {
    const { u, v } = stepsAt(grid.homography, i % COLUMNS, Math.floor(i / COLUMNS));
    cut(photo, centre, u, v, crops.subarray(i * size, (i + 1) * size));
  });
  return crops;
};

/** One pitch to the right and one down, in pixels, at a well. */
const stepsAt = (h: Homography, column: number, row: number): { u: Point; v: Point } => {
  const [l, r] = [project(h, column - 0.5, row), project(h, column + 0.5, row)];
  const [t, b] = [project(h, column, row - 0.5), project(h, column, row + 0.5)];
  return { u: { x: r.x - l.x, y: r.y - l.y }, v: { x: b.x - t.x, y: b.y - t.y } };
};

/** Averages n x n samples under each pixel of the crop; what lies outside the photo stays black. */
const cut = (photo: Photo, centre: Point, u: Point, v: Point, out: Uint8Array): void => {
  const pitch = Math.max(Math.hypot(u.x, u.y), Math.hypot(v.x, v.y));
  const n = Math.min(MOST_SAMPLES, Math.max(1, Math.ceil((SPAN * pitch) / CROP_SIZE)));
  const step = SPAN / (CROP_SIZE * n);
  const add = n > 2 ? addNearest : addBlended;
  const sum: Sum = [0, 0, 0];
  for (let y = 0, o = 0; y < CROP_SIZE; y++) {
    for (let x = 0; x < CROP_SIZE; x++, o += 3) {
      sum[0] = sum[1] = sum[2] = 0;
      for (let k = 0; k < n * n; k++) {
        const a = (x * n + (k % n) + 0.5) * step - SPAN / 2;
        const b = (y * n + ((k / n) | 0) + 0.5) * step - SPAN / 2;
        add(photo, centre.x + a * u.x + b * v.x - 0.5, centre.y + a * u.y + b * v.y - 0.5, sum);
      }
      for (let c = 0; c < 3; c++) out[o + c] = (sum[c] / (n * n) + 0.5) | 0;
    }
  }
};

// Rounding by `| 0` below: this runs ten million times a plate, and a call to Math is dear in a test's sandbox.
type Sum = [number, number, number];

const addNearest = (photo: Photo, x: number, y: number, sum: Sum): void => {
  if (x > -0.5 && y > -0.5) addPixel(photo, (x + 0.5) | 0, (y + 0.5) | 0, 1, sum);
};

const addBlended = (photo: Photo, x: number, y: number, sum: Sum): void => {
  if (x < 0 || y < 0) return;
  const [x0, y0] = [x | 0, y | 0];
  const [fx, fy] = [x - x0, y - y0];
  addPixel(photo, x0, y0, (1 - fx) * (1 - fy), sum);
  addPixel(photo, x0 + 1, y0, fx * (1 - fy), sum);
  addPixel(photo, x0, y0 + 1, (1 - fx) * fy, sum);
  addPixel(photo, x0 + 1, y0 + 1, fx * fy, sum);
};

const addPixel = ({ data, width, height }: Photo, x: number, y: number, weight: number, sum: Sum): void => {
  if (x >= width || y >= height) return;
  const at = (y * width + x) * 3;
  sum[0] += weight * data[at];
  sum[1] += weight * data[at + 1];
  sum[2] += weight * data[at + 2];
};
