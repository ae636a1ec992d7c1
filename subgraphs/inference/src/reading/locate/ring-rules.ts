import { bent } from './bend-rules.ts';
import type { Sighting } from './bend-rules.ts';
import { project } from './homography-rules.ts';
import type { Photo } from '../photo.ts';
import type { Grid, Point } from '../plate-types.ts';

// Taken out of Math once: inner loops run a million times a plate, and a look into it is dear in a test's sandbox.
const { abs, floor, max, min, sqrt } = Math;

/** Samples a pitch, and those that a well may move: a quarter pitch. */
const FINE = 16;
const REACH = FINE / 4;
/** Pitches from a well's centre between which its rim, and its neighbours' near ones, lie; what a well holds lies further in. */
const RIM = [0.38, 0.68];
/** Samples from a window's middle to its border, and across it. */
const MIDDLE = Math.ceil(RIM[1] * FINE) + 2 * REACH + 1;
const SIDE = 2 * MIDDLE + 1;
const ROUNDS = 2;

/**
 * The grid with its centres moved onto the wells' rims, by at most a quarter pitch. What a rim looks like the plate tells itself:
 * the mean outline of its wells, made alike on all sides, so that neither light from aside nor what the wells hold has a say. Each
 * well says where it fits that best; a smooth field through what all say moves them.
 */
export const refineByRings = (photo: Photo, grid: Grid): Grid => {
  const start = bent(grid, grid.centres.map((p) => ({ ...p, weight: 1 })));
  const windows = start.centres.map((c, i) => outline(windowAt(photo, c, stepsAt(start, i))));
  let moves = start.centres.map(() => ({ x: 0, y: 0 }));
  let refined = start;
  for (let round = 0; round < ROUNDS; round++) {
    const rim = alikeOnAllSides(meanOf(windows, moves));
    const seen = windows.map((w, i) => sightingOf(start, i, bestMove(w, rim)));
    refined = bent(start, seen);
    moves = refined.centres.map((c, i) => moveTo(start, i, c));
  }
  return moves.every((m) => Math.hypot(m.x, m.y) <= REACH) ? refined : start;
};

interface Steps {
  u: Point;
  v: Point;
}

/** One pitch to the right and one down, in pixels, at a well. */
const stepsAt = ({ homography: h, columns }: Grid, i: number): Steps => {
  const [c, r] = [i % columns, Math.floor(i / columns)];
  const [left, right, top, bottom] = [project(h, c - 0.5, r), project(h, c + 0.5, r), project(h, c, r - 0.5), project(h, c, r + 0.5)];
  return { u: { x: right.x - left.x, y: right.y - left.y }, v: { x: bottom.x - top.x, y: bottom.y - top.y } };
};

/** A move in samples as a sighting in pixels. */
const sightingOf = (grid: Grid, i: number, { x, y, weight }: Sighting): Sighting => {
  const { u, v } = stepsAt(grid, i);
  const c = grid.centres[i];
  return { x: c.x + (x * u.x + y * v.x) / FINE, y: c.y + (x * u.y + y * v.y) / FINE, weight };
};

const moveTo = (grid: Grid, i: number, to: Point): Point => {
  const { u, v } = stepsAt(grid, i);
  const [dx, dy] = [to.x - grid.centres[i].x, to.y - grid.centres[i].y];
  const k = FINE / (u.x * v.y - u.y * v.x);
  return { x: k * (dx * v.y - dy * v.x), y: k * (dy * u.x - dx * u.y) };
};

/** The well's surroundings as grey samples, in the plate's own directions, so that its rim is as round as the plate made it. */
const windowAt = ({ data, width, height }: Photo, { x, y }: Point, { u, v }: Steps): Float32Array => {
  const out = new Float32Array(SIDE * SIDE);
  const line = 3 * width;
  const right = width - 1.001;
  const bottom = height - 1.001;
  for (let row = 0, o = 0; row < SIDE; row++) {
    const b = (row - MIDDLE) / FINE;
    for (let column = 0; column < SIDE; column++, o++) {
      const a = (column - MIDDLE) / FINE;
      const ax = x + a * u.x + b * v.x - 0.5;
      const ay = y + a * u.y + b * v.y - 0.5;
      const sx = ax < 0 ? 0 : ax > right ? right : ax;
      const sy = ay < 0 ? 0 : ay > bottom ? bottom : ay;
      const px = sx | 0;
      const py = sy | 0;
      const at = py * line + 3 * px;
      const low = at + line;
      const fx = sx - px;
      const fy = sy - py;
      out[o] = (1 - fy) * ((1 - fx) * (data[at] + 2 * data[at + 1] + data[at + 2]) + fx * (data[at + 3] + 2 * data[at + 4] + data[at + 5]))
        + fy * ((1 - fx) * (data[low] + 2 * data[low + 1] + data[low + 2]) + fx * (data[low + 3] + 2 * data[low + 4] + data[low + 5]));
    }
  }
  return out;
};

/** How steep the grey is at each sample, between 0 and 1: a glare's edge counts no more than a clear rim's. */
const outline = (grey: Float32Array): Float32Array => {
  const out = new Float32Array(grey.length);
  let sum = 0;
  for (let y = 1; y < SIDE - 1; y++) {
    for (let i = y * SIDE + 1; i < (y + 1) * SIDE - 1; i++) {
      const across = grey[i + 1] - grey[i - 1];
      const down = grey[i + SIDE] - grey[i - SIDE];
      out[i] = sqrt(across * across + down * down);
      sum += out[i];
    }
  }
  const typical = sum / (SIDE - 2) ** 2 + 1e-6;
  for (let i = 0; i < out.length; i++) out[i] /= out[i] + typical;
  return out;
};

/** The mean of the windows, each looked at from its moved centre. */
const meanOf = (windows: readonly Float32Array[], moves: readonly Point[]): Float32Array => {
  const mean = new Float32Array(SIDE * SIDE);
  windows.forEach((w, k) => addMoved(mean, w, clamp(moves[k].x), clamp(moves[k].y)));
  return mean;
};

const addMoved = (mean: Float32Array, w: Float32Array, x: number, y: number): void => {
  const [fx, fy] = [x - floor(x), y - floor(y)];
  const shift = floor(y) * SIDE + floor(x);
  const [a, b, c, d] = [(1 - fy) * (1 - fx), (1 - fy) * fx, fy * (1 - fx), fy * fx];
  for (let k = 0; k < AROUND.length; k++) {
    const at = AROUND[k];
    const j = at + shift;
    mean[at] += a * w[j] + b * w[j + 1] + c * w[j + SIDE] + d * w[j + SIDE + 1];
  }
};

const clamp = (v: number): number => min(REACH, max(-REACH, v));

/** Samples that all of a plate's wells may lie aside in one round. */
const ASIDE = 3;

const radius = (i: number): number => Math.hypot((i % SIDE) - MIDDLE, Math.floor(i / SIDE) - MIDDLE);
const ALL = Int32Array.from({ length: SIDE * SIDE }, (_, i) => i);
/** The samples a rim can lie on, and those with which it may lie aside. */
const PLACES = ALL.filter((i) => radius(i) >= RIM[0] * FINE && radius(i) <= RIM[1] * FINE);
const AROUND = ALL.filter((i) => radius(i) <= RIM[1] * FINE + 1.5 * ASIDE);

/**
 * What the mean outline has alike on eight sides (turned and mirrored) about the middle that makes most alike: the grid may lie beside
 * all its wells. Less its mean, and of length 1.
 */
const alikeOnAllSides = (mean: Float32Array): Float32Array => {
  let best = about(mean, 0);
  for (let y = -ASIDE; y <= ASIDE; y++) {
    for (let x = -ASIDE; x <= ASIDE; x++) {
      const seen = about(mean, y * SIDE + x);
      if (seen.share > best.share) best = seen;
    }
  }
  return best.rim;
};

/** Its length beside that of the outline itself is the share that is alike. */
const about = (mean: Float32Array, shift: number): { rim: Float32Array; share: number } => {
  const rim = new Float32Array(PLACES.length);
  let [sum, all, squares] = [0, 0, 0];
  for (let k = 0; k < rim.length; k++) {
    for (let j = 8 * k; j < 8 * k + 8; j++) rim[k] += mean[SIDES[j] + shift];
    const v = mean[PLACES[k] + shift];
    sum += v;
    all += v * v;
    squares += rim[k] * rim[k];
  }
  const length = Math.sqrt(Math.max(1e-9, squares - (64 * sum * sum) / rim.length));
  const middle = (8 * sum) / rim.length;
  return { rim: rim.map((v) => (v - middle) / length), share: length / Math.sqrt(Math.max(1e-9, all - (sum * sum) / rim.length)) };
};

/** For each place, the eight that it is turned and mirrored onto. */
const SIDES = Int32Array.from(Array.from(PLACES).flatMap((i) => {
  const [x, y] = [(i % SIDE) - MIDDLE, Math.floor(i / SIDE) - MIDDLE];
  return [[x, y], [-x, y], [x, -y], [-x, -y], [y, x], [-y, x], [y, -x], [-y, -x]].map(([a, b]) => (b + MIDDLE) * SIDE + a + MIDDLE);
}));

/** Correlation of the window, moved by whole samples, with the rim. */
const likeness = (w: Float32Array, rim: Float32Array, dx: number, dy: number): number => {
  const shift = dy * SIDE + dx;
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let k = 0; k < PLACES.length; k++) {
    const v = w[PLACES[k] + shift];
    sum += v;
    squares += v * v;
    product += v * rim[k];
  }
  return product / sqrt(max(1e-9, squares - (sum * sum) / PLACES.length));
};

/** The move at which the window is likest the rim, to a fraction of a sample; it weighs as much as it is like. */
const bestMove = (w: Float32Array, rim: Float32Array): Sighting => {
  const known = new Map<number, number>();
  const like = (x: number, y: number): number => {
    const key = y * SIDE + x;
    let v = known.get(key);
    if (v === undefined) known.set(key, (v = likeness(w, rim, x, y)));
    return v;
  };
  let best = { x: 0, y: 0, like: -1 };
  const look = (x: number, y: number) => { if (abs(x) <= REACH && abs(y) <= REACH && like(x, y) > best.like) best = { x, y, like: like(x, y) }; };
  for (let y = -REACH; y <= REACH; y += 2) for (let x = -REACH; x <= REACH; x += 2) look(x, y);
  const { x: cx, y: cy } = best;
  for (let y = -1; y <= 1; y++) for (let x = -1; x <= 1; x++) look(cx + x, cy + y);
  const top = (before: number, after: number) => Math.max(-0.5, Math.min(0.5, (after - before) / (2 * Math.max(1e-6, 2 * best.like - before - after))));
  const { x, y } = best;
  const edge = Math.abs(x) >= REACH || Math.abs(y) >= REACH;
  return {
    x: x + (edge ? 0 : top(like(x - 1, y), like(x + 1, y))), y: y + (edge ? 0 : top(like(x, y - 1), like(x, y + 1))),
    weight: edge ? 1e-3 : Math.max(1e-3, best.like) ** 2,
  };
};
