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
  const first = (step - SPAN) / 2;
  const sample: Samples = {
    n, x: centre.x + first * (u.x + v.x) - 0.5, y: centre.y + first * (u.y + v.y) - 0.5,
    ux: u.x * step, uy: u.y * step, vx: v.x * step, vy: v.y * step,
  };
  (n > 2 ? takeNearest : takeBlended)(photo, sample, out);
};

/** Where a crop's first sample lies in the photo, pixel centres at whole numbers, and the steps to the next one across and down. */
interface Samples {
  n: number;
  x: number;
  y: number;
  ux: number;
  uy: number;
  vx: number;
  vy: number;
}

// The loops below run a million times a plate: no calls and no arrays inside, and rounding by `| 0` once a place is known to be positive.

const takeNearest = ({ data, width, height }: Photo, { n, x, y, ux, uy, vx, vy }: Samples, out: Uint8Array): void => {
  const share = 1 / (n * n);
  for (let row = 0, o = 0; row < CROP_SIZE; row++) {
    for (let column = 0; column < CROP_SIZE; column++, o += 3) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let j = row * n; j < (row + 1) * n; j++) {
        let sx = x + 0.5 + j * vx + column * n * ux;
        let sy = y + 0.5 + j * vy + column * n * uy;
        for (let i = 0; i < n; i++, sx += ux, sy += uy) {
          if (!(sx >= 0 && sy >= 0 && sx < width && sy < height)) continue;
          const at = ((sy | 0) * width + (sx | 0)) * 3;
          r += data[at];
          g += data[at + 1];
          b += data[at + 2];
        }
      }
      out[o] = r * share + 0.5;
      out[o + 1] = g * share + 0.5;
      out[o + 2] = b * share + 0.5;
    }
  }
};

const takeBlended = ({ data, width, height }: Photo, { n, x, y, ux, uy, vx, vy }: Samples, out: Uint8Array): void => {
  const line = width * 3;
  const share = 1 / (n * n);
  for (let row = 0, o = 0; row < CROP_SIZE; row++) {
    for (let column = 0; column < CROP_SIZE; column++, o += 3) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let j = row * n; j < (row + 1) * n; j++) {
        for (let i = column * n; i < (column + 1) * n; i++) {
          const sx = x + j * vx + i * ux;
          const sy = y + j * vy + i * uy;
          if (!(sx >= 0 && sy >= 0 && sx < width - 1 && sy < height - 1)) continue;
          const px = sx | 0;
          const py = sy | 0;
          const at = py * line + px * 3;
          const right = (sx - px) * share;
          const left = share - right;
          const low = sy - py;
          const high = 1 - low;
          r += high * (left * data[at] + right * data[at + 3]) + low * (left * data[at + line] + right * data[at + line + 3]);
          g += high * (left * data[at + 1] + right * data[at + 4]) + low * (left * data[at + line + 1] + right * data[at + line + 4]);
          b += high * (left * data[at + 2] + right * data[at + 5]) + low * (left * data[at + line + 2] + right * data[at + line + 5]);
        }
      }
      out[o] = r + 0.5;
      out[o + 1] = g + 0.5;
      out[o + 2] = b + 0.5;
    }
  }
};
