import { CROP_SIZE } from '../models/classifier.ts';

/** The cells that lie on a well's floor as a lump, in pitches from the crop's centre; x runs along the plate's rows, y down its columns. */
export interface DropShape {
  /** Places of its pixels, x and y by turns. */
  places: Float32Array;
  x: number;
  y: number;
  /** How much longer than wide, 1 and up. */
  elongation: number;
  /** The way its tail points, 0 long where it has none: the long axis, times how lopsided the lump is along it. */
  tail: { x: number; y: number };
}

/** Pixels of a crop for one pitch. */
export const PIXELS_A_PITCH = CROP_SIZE / 1.25;
/** Where floors of all makers lie and walls of few, in pitches. */
const FLOOR_RADIUS = 0.3;
/** Levels by which cells must differ from the floor around them; less is noise and shadow. */
const LEAST_CONTRAST = 22;
/** Fewer pixels are a speck. */
const LEAST_PIXELS = 8;
/** Cells over more of the floor than this are a film. */
const MOST_SHARE = 0.55;
/** The share of cells at a level's top that may be a speck. */
const TOP = 0.025;

const middle = (CROP_SIZE - 1) / 2;
/** The crop's pixels on the floor. */
const FLOOR = Uint16Array.from(Array.from({ length: CROP_SIZE * CROP_SIZE }, (_, i) => i).filter((i) =>
  Math.hypot((i % CROP_SIZE) - middle, Math.floor(i / CROP_SIZE) - middle) < FLOOR_RADIUS * PIXELS_A_PITCH));

/** The lump of cells in a crop, or null where the floor shows none: a film, nothing, or no sight of it. */
export const dropShape = (crop: Uint8Array): DropShape | null => {
  const marks = cellMarks(crop);
  const sorted = Float32Array.from(marks).sort();
  const top = sorted[Math.floor((1 - TOP) * sorted.length)];
  if (top < LEAST_CONTRAST) return null;
  const lump = largestLump(marks, top / 2);
  if (lump.length < LEAST_PIXELS || lump.length > MOST_SHARE * FLOOR.length) return null;
  return shapeOf(lump);
};

/** How much like cells each pixel of the floor is: less green and blue and more red than the floor's middling
 * pixel. Grey shadows count half, white lights against. */
const cellMarks = (crop: Uint8Array): Float32Array => {
  const [red, green, blue] = [0, 1, 2].map((c) => median(crop, c));
  const marks = new Float32Array(FLOOR.length);
  for (let k = 0; k < FLOOR.length; k++) {
    const at = 3 * FLOOR[k];
    marks[k] = (green - crop[at + 1] + blue - crop[at + 2] + crop[at] - red) / 2;
  }
  return marks;
};

/** Of a colour over the floor; counted, since sorting would take most of the time. */
const median = (crop: Uint8Array, colour: number): number => {
  const counts = new Uint16Array(256);
  for (const i of FLOOR) counts[crop[3 * i + colour]]++;
  let value = 0;
  for (let below = counts[0]; 2 * below < FLOOR.length; below += counts[value]) value++;
  return value;
};

/** The pixels over the level that hang together in the largest patch. */
const largestLump = (marks: Float32Array, level: number): number[] => {
  const open = new Set<number>();
  FLOOR.forEach((i, k) => { if (marks[k] > level) open.add(i); });
  let best: number[] = [];
  for (const start of open) {
    const patch = [start];
    open.delete(start);
    for (const at of patch) {
      for (const next of [at - 1, at + 1, at - CROP_SIZE, at + CROP_SIZE]) if (open.delete(next)) patch.push(next);
    }
    if (patch.length > best.length) best = patch;
  }
  return best;
};

const shapeOf = (lump: readonly number[]): DropShape => {
  const places = new Float32Array(2 * lump.length);
  lump.forEach((i, k) => {
    places[2 * k] = ((i % CROP_SIZE) - middle) / PIXELS_A_PITCH;
    places[2 * k + 1] = (Math.floor(i / CROP_SIZE) - middle) / PIXELS_A_PITCH;
  });
  const mean = (f: (x: number, y: number) => number): number => lump.reduce((sum, _, k) => sum + f(places[2 * k], places[2 * k + 1]), 0) / lump.length;
  const [x, y] = [mean((px) => px), mean((_, py) => py)];
  const [xx, yy, xy] = [mean((px) => (px - x) ** 2), mean((_, py) => (py - y) ** 2), mean((px, py) => (px - x) * (py - y))];
  const [half, root, turn] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy), Math.atan2(2 * xy, xx - yy) / 2];
  const [ax, ay] = [Math.cos(turn), Math.sin(turn)];
  const skew = mean((px, py) => ((px - x) * ax + (py - y) * ay) ** 3) / (half + root) ** 1.5;
  return { places, x, y, elongation: Math.sqrt((half + root) / Math.max(half - root, 1e-6)), tail: { x: ax * skew, y: ay * skew } };
};

/** How far a lump reaches from end to end along a direction of length 1, in pitches. */
export const lengthAlong = ({ places }: DropShape, x: number, y: number): number => {
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0; k < places.length; k += 2) {
    const at = places[k] * x + places[k + 1] * y;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return high - low + 1 / PIXELS_A_PITCH;
};
