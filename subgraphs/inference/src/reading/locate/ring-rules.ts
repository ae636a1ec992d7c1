import { bent } from './bend-rules.ts';
import type { Sighting } from './bend-rules.ts';
import { distance, inverse, project } from './homography-rules.ts';
import { alikeOnAllSides, likeness, meanOf, MIDDLE, REACH, SIDE } from './rim-rules.ts';
import { FINE, onPlate, onSheet, sheetOf } from './sheet-rules.ts';
import type { Sheet } from './sheet-rules.ts';
import type { Photo } from '../photo.ts';
import type { Grid, Point } from '../plate-types.ts';

// Taken out of Math once: a look into it is dear in a test's sandbox.
const { abs, max, min, round, sqrt } = Math;

const ROUNDS = 2;
/** Samples that rims may move any well, else none is moved: so far off lies another ring, as a deep well's floor seen steeply. */
const TRUST = 0.075 * FINE;
/** Samples of the sheet around the wells' places in a flat plate: a window, and as far as a lens may bend. */
const BEND = 8;
const ROOM = MIDDLE + BEND;

/**
 * The grid with its centres moved onto the wells' rims, by at most 0.075 pitch. What a rim looks like the plate tells itself:
 * the mean outline of its wells, made alike on all sides, so that neither light from aside nor what the wells hold has a say. Each
 * well says where it fits that best; a smooth field through what all say moves them.
 */
export const refineByRings = (photo: Photo, grid: Grid): Grid => {
  const start = bent(grid, grid.centres.map((p) => ({ ...p, weight: 1 })));
  const back = inverse(start.homography);
  const sheetPlaces = ({ centres }: Grid): Point[] => centres.map(({ x, y }) => onSheet(project(back, x, y), ROOM));
  const from = sheetPlaces(start);
  const middles = from.map((p, i) => middleNear(p, onSheet({ x: i % grid.columns, y: Math.floor(i / grid.columns) }, ROOM)));
  const sheet = steepness(sheetOf(photo, start, ROOM));
  const windows = middles.map((middle) => outline(sheet, middle));
  const known = new Float64Array(ACROSS * ACROSS);
  let places = from;
  let refined = start;
  let fits: Sighting[] | undefined;
  for (let i = 0; i < ROUNDS; i++) {
    const rim = alikeOnAllSides(meanOf(windows, places.map((p, k) => minus(p, middles[k]))));
    fits = windows.map((w, k) => bestMove(w, rim, known.fill(NaN), fits?.[k]));
    refined = bent(start, fits.map((fit, k) => ({ ...project(start.homography, ...onPlate(plus(middles[k], fit), ROOM)), weight: fit.weight })));
    places = sheetPlaces(refined);
  }
  return places.every((p, i) => distance(p, from[i]) <= TRUST) ? refined : start;
};

const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });

/** The whole sample next to a well's place, no farther from the flat plate's than the sheet has room for. */
const middleNear = (place: Point, flat: Point): Point => {
  const near = (v: number, of: number) => of + min(BEND, max(-BEND, round(v - of)));
  return { x: near(place.x, flat.x), y: near(place.y, flat.y) };
};

/** How steep the grey is at each sample. */
const steepness = ({ data, width, height }: Sheet): Sheet => {
  const out = new Float32Array(data.length);
  for (let i = width + 1; i < data.length - width - 1; i++) {
    const across = data[i + 1] - data[i - 1];
    const down = data[i + width] - data[i - width];
    out[i] = sqrt(across * across + down * down);
  }
  return { data: out, width, height };
};

/** The window around a well, each steepness brought between 0 and 1: a glare's edge counts no more than a clear rim's. */
const outline = ({ data, width }: Sheet, { x, y }: Point): Float32Array => {
  const out = new Float32Array(SIDE * SIDE);
  let sum = 0;
  for (let row = 0, o = 0; row < SIDE; row++) {
    let i = (y - MIDDLE + row) * width + x - MIDDLE;
    for (const end = o + SIDE; o < end; o++, i++) {
      out[o] = data[i];
      sum += data[i];
    }
  }
  const typical = sum / out.length + 1e-6;
  for (let i = 0; i < out.length; i++) out[i] /= out[i] + typical;
  return out;
};

/** Moves of a whole sample or none, and moves over all of REACH, two samples apart, judged by every so manieth sample of the rim. */
const NEXT = [-1, 0, 1];
const COARSE = Array.from({ length: REACH + 1 }, (_, i) => 2 * i - REACH);
const ROUGHLY = 3;
/** Moves across, each way as far as neighbours of the farthest. */
const ACROSS = 2 * REACH + 3;
/** How much a well says whose best move lies at the border of what was looked at. */
const LEAST_WEIGHT = 1e-3;

/** The move at which a window is likest the rim, of all or beside a former one, to a part of a sample; it weighs as much as it is like. `known` keeps what was looked at. */
const bestMove = (w: Float32Array, rim: Float32Array, known: Float64Array, former?: Point): Sighting => {
  const like = (x: number, y: number): number => {
    const at = (y + REACH + 1) * ACROSS + x + REACH + 1;
    if (isNaN(known[at])) known[at] = likeness(w, rim, x, y);
    return known[at];
  };
  let best = former ? { x: round(former.x), y: round(former.y) } : roughly(w, rim);
  const look = (x: number, y: number) => { if (abs(x) <= REACH && abs(y) <= REACH && like(x, y) > like(best.x, best.y)) best = { x, y }; };
  const { x: cx, y: cy } = best;
  for (const y of NEXT) for (const x of NEXT) look(cx + x, cy + y);
  const { x, y } = best;
  if (abs(x) >= REACH || abs(y) >= REACH) return { x, y, weight: LEAST_WEIGHT };
  const most = like(x, y);
  return { x: x + summit(like(x - 1, y), most, like(x + 1, y)), y: y + summit(like(x, y - 1), most, like(x, y + 1)), weight: max(LEAST_WEIGHT, most) ** 2 };
};

const roughly = (w: Float32Array, rim: Float32Array): Point => {
  let [best, most] = [{ x: 0, y: 0 }, likeness(w, rim, 0, 0, ROUGHLY)];
  for (const y of COARSE) {
    for (const x of COARSE) {
      const seen = likeness(w, rim, x, y, ROUGHLY);
      if (seen > most) [best, most] = [{ x, y }, seen];
    }
  }
  return best;
};

/** Where a parabola through three neighbours is highest, counted from the middle one, which is highest of them. */
const summit = (before: number, middle: number, after: number): number =>
  max(-0.5, min(0.5, (after - before) / (2 * max(1e-6, 2 * middle - before - after))));
