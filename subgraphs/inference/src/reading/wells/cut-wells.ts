import { CROP_SIZE } from '../models/classifier.ts';
import type { Grid } from '../locate/grid-rules.ts';
import { project } from '../locate/homography-rules.ts';
import type { Homography } from '../locate/homography-rules.ts';
import type { Photo } from '../photo.ts';
import { COLUMNS } from '../plate-types.ts';
import type { Point } from '../plate-types.ts';

/** Pitches a crop spans: the well and a little of its neighbours, as in training (wells.py). */
const SPAN = 1.25;
/** Samples a pixel, across and down, where the photo is finer than the crop: more change nothing that can be seen. */
const SAMPLES = 3;

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
  const n = SPAN * pitch > CROP_SIZE ? SAMPLES : 1;
  const step = SPAN / (CROP_SIZE * n);
  const first = (step - SPAN) / 2;
  const at = (v: number): number => Math.round(v * ONE);
  const samples: Samples = {
    n, x: at(centre.x + first * (u.x + v.x)), y: at(centre.y + first * (u.y + v.y)),
    ux: at(u.x * step), uy: at(u.y * step), vx: at(v.x * step), vy: at(v.y * step),
  };
  (n === SAMPLES && isInside(photo, samples) ? takeNine : takeBlended)(photo, samples, out);
};

/** A pixel's width in the whole numbers that places and steps are counted in: they reach to 131 072 pixels. */
const ONE = 1 << 14;

/** Where a crop's first sample lies in the photo, and the steps to the next one across and down. */
interface Samples {
  n: number;
  x: number;
  y: number;
  ux: number;
  uy: number;
  vx: number;
  vy: number;
}

/** Whether the photo holds all four corners, and so all samples, with a pixel to spare: a look at one takes a byte of the next. */
const isInside = ({ width, height }: Photo, { n, x, y, ux, uy, vx, vy }: Samples): boolean => {
  const last = CROP_SIZE * n;
  return [[0, 0], [last, 0], [0, last], [last, last]].every(([i, j]) => {
    const [sx, sy] = [x + i * ux + j * vx, y + i * uy + j * vy];
    return sx >= 0 && sy >= 0 && sx < (width - 1) * ONE && sy < height * ONE;
  });
};

// Taken out of Math once: a look into it is dear in a test's sandbox.
const { imul } = Math;

// The loops below run two million times a plate: whole numbers only (`| 0` and imul keep them so), no calls, no arrays; places advance by adding.

/**
 * The pixels under 3 x 3 samples, none of which is outside the photo. One look takes all three colours; red and blue are summed in
 * the halves of one number. The inner loop is written out: that halves its time.
 */
const takeNine = ({ data, width }: Photo, { x, y, ux, uy, vx, vy }: Samples, out: Uint8Array): void => {
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const line = width * 3;
  for (let row = 0, o = 0; row < CROP_SIZE; row++) {
    let left = (x + 3 * row * vx) | 0;
    let top = (y + 3 * row * vy) | 0;
    for (const end = o + CROP_SIZE * 3; o < end; o += 3) {
      let redBlue = 0x40004;
      let green = 0x400;
      let sx = left;
      let sy = top;
      for (let j = 0; j < 3; j++) {
        const first = bytes.getInt32((imul(sy >> 14, line) + imul(sx >> 14, 3)) | 0, true);
        const second = bytes.getInt32((imul((sy + uy) >> 14, line) + imul((sx + ux) >> 14, 3)) | 0, true);
        const third = bytes.getInt32((imul((sy + uy + uy) >> 14, line) + imul((sx + ux + ux) >> 14, 3)) | 0, true);
        redBlue = (redBlue + (first & 0xff00ff) + (second & 0xff00ff) + (third & 0xff00ff)) | 0;
        green = (green + (first & 0xff00) + (second & 0xff00) + (third & 0xff00)) | 0;
        sx = (sx + vx) | 0;
        sy = (sy + vy) | 0;
      }
      out[o] = (redBlue & 0xffff) / 9;
      out[o + 1] = (green >> 8) / 9;
      out[o + 2] = (redBlue >> 16) / 9;
      left = (left + 3 * ux) | 0;
      top = (top + 3 * uy) | 0;
    }
  }
};

/** n x n samples, each blended from the four pixels around it; those outside the photo, or where a look would end outside, count as black. */
const takeBlended = ({ data, width, height }: Photo, { n, x, y, ux, uy, vx, vy }: Samples, out: Uint8Array): void => {
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const line = width * 3;
  // Half a pixel back, so a whole place is a pixel's middle.
  const startX = x - ONE / 2;
  const startY = y - ONE / 2;
  const [right, bottom] = [(width - 2) * ONE, (height - 1) * ONE];
  const share = 1 / (n * n * 256);
  const half = n * n * 128;
  for (let row = 0, o = 0; row < CROP_SIZE; row++) {
    let left = (startX + row * n * vx) | 0;
    let top = (startY + row * n * vy) | 0;
    for (const end = o + CROP_SIZE * 3; o < end; o += 3) {
      let r = half;
      let g = half;
      let b = half;
      for (let j = 0; j < n; j++) {
        let sx = (left + imul(j, vx)) | 0;
        let sy = (top + imul(j, vy)) | 0;
        for (let i = 0; i < n; i++, sx = (sx + ux) | 0, sy = (sy + uy) | 0) {
          if (!(sx >= 0 && sy >= 0 && sx < right && sy < bottom)) continue;
          const at = (imul(sy >> 14, line) + imul(sx >> 14, 3)) | 0;
          const first = bytes.getInt32(at, true);
          const second = bytes.getInt32(at + 3, true);
          const third = bytes.getInt32(at + line, true);
          const fourth = bytes.getInt32(at + line + 3, true);
          // Shares of 256, from the place's fraction in 256ths.
          const fx = (sx >> 6) & 255;
          const fy = (sy >> 6) & 255;
          const d = imul(fx, fy) >> 8;
          const c = fy - d;
          const e = fx - d;
          const a = 256 - c - d - e;
          const redBlue = imul(first & 0xff00ff, a) + imul(second & 0xff00ff, e) + imul(third & 0xff00ff, c) + imul(fourth & 0xff00ff, d);
          const green = imul(first & 0xff00, a) + imul(second & 0xff00, e) + imul(third & 0xff00, c) + imul(fourth & 0xff00, d);
          r = (r + (redBlue & 0xffff)) | 0;
          g = (g + (green >> 8)) | 0;
          b = (b + (redBlue >>> 16)) | 0;
        }
      }
      out[o] = r * share;
      out[o + 1] = g * share;
      out[o + 2] = b * share;
      left = (left + imul(n, ux)) | 0;
      top = (top + imul(n, uy)) | 0;
    }
  }
};
