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
/** Marks are four bytes' sum and difference and lie between this and its negative. */
const MOST_MARK = 4 * 255;

const middle = (CROP_SIZE - 1) / 2;
/** The crop's pixels on the floor. */
const FLOOR = Uint16Array.from(Array.from({ length: CROP_SIZE * CROP_SIZE }, (_, i) => i).filter((i) =>
  Math.hypot((i % CROP_SIZE) - middle, Math.floor(i / CROP_SIZE) - middle) < FLOOR_RADIUS * PIXELS_A_PITCH));

/** The lump of cells in a crop, or null where the floor shows none: a film, nothing, or no sight of it. */
export const dropShape = (crop: Uint8Array): DropShape | null => {
  const marks = cellMarks(crop);
  const top = topOf(marks);
  if (top < 2 * LEAST_CONTRAST) return null;
  const lump = largestLump(marks, top / 2);
  if (lump.length < LEAST_PIXELS || lump.length > MOST_SHARE * FLOOR.length) return null;
  return shapeOf(lump);
};

// Loops over pixels run a hundred thousand times a plate: plain ones on typed arrays, without closures.

/** How much like cells each pixel of the floor is, in half levels: less green and blue and more red than the floor's middling
 * pixel. Grey shadows count half, white lights against. */
const cellMarks = (crop: Uint8Array): Int16Array => {
  const level = median(crop, 1) + median(crop, 2) - median(crop, 0);
  const marks = new Int16Array(FLOOR.length);
  for (let k = 0; k < FLOOR.length; k++) {
    const at = 3 * FLOOR[k];
    marks[k] = level - crop[at + 1] - crop[at + 2] + crop[at];
  }
  return marks;
};

/** The mark that the most cell-like share of the floor reaches; counted, too. */
const topOf = (marks: Int16Array): number => {
  const counts = new Uint16Array(2 * MOST_MARK + 1);
  for (let k = 0; k < marks.length; k++) counts[marks[k] + MOST_MARK]++;
  const above = marks.length - Math.floor((1 - TOP) * marks.length);
  let at = 2 * MOST_MARK;
  for (let reached = counts[at]; reached < above; reached += counts[at]) at--;
  return at - MOST_MARK;
};

/** Of a colour over the floor; counted, since sorting would take most of the time. */
const median = (crop: Uint8Array, colour: number): number => {
  const counts = new Uint16Array(256);
  for (let k = 0; k < FLOOR.length; k++) counts[crop[3 * FLOOR[k] + colour]]++;
  let value = 0;
  for (let below = counts[0]; 2 * below < FLOOR.length; below += counts[value]) value++;
  return value;
};

/** The pixels over the level that hang together in the largest patch. */
const largestLump = (marks: Int16Array, level: number): Uint16Array => {
  const open = new Uint8Array(CROP_SIZE * CROP_SIZE);
  for (let k = 0; k < FLOOR.length; k++) if (marks[k] > level) open[FLOOR[k]] = 1;
  // Patches lie in it one after the other, each from its first pixel on.
  const pixels = new Uint16Array(FLOOR.length);
  let [end, from, to] = [0, 0, 0];
  for (let k = 0; k < FLOOR.length; k++) {
    if (!open[FLOOR[k]]) continue;
    const start = end;
    end = fillPatch(open, pixels, start, FLOOR[k]);
    if (end - start > to - from) [from, to] = [start, end];
  }
  return pixels.subarray(from, to);
};

/** Moves the patch around a pixel from `open` to `pixels`, from `start` on; gives its end there. */
const fillPatch = (open: Uint8Array, pixels: Uint16Array, start: number, first: number): number => {
  let end = start;
  open[first] = 0;
  pixels[end++] = first;
  for (let k = start; k < end; k++) {
    for (let side = 0; side < 4; side++) {
      const next = pixels[k] + SIDES[side];
      if (!open[next]) continue;
      open[next] = 0;
      pixels[end++] = next;
    }
  }
  return end;
};

const SIDES = Int8Array.of(-1, 1, -CROP_SIZE, CROP_SIZE);

const shapeOf = (lump: Uint16Array): DropShape => {
  const places = placesOf(lump);
  const { x, y, xx, yy, xy } = momentsOf(places);
  const [half, root, turn] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy), Math.atan2(2 * xy, xx - yy) / 2];
  const [ax, ay] = [Math.cos(turn), Math.sin(turn)];
  let skew = 0;
  for (let k = 0; k < places.length; k += 2) {
    const along = (places[k] - x) * ax + (places[k + 1] - y) * ay;
    skew += along * along * along;
  }
  skew /= lump.length * (half + root) ** 1.5;
  return { places, x, y, elongation: Math.sqrt((half + root) / Math.max(half - root, 1e-6)), tail: { x: ax * skew, y: ay * skew } };
};

const placesOf = (lump: Uint16Array): Float32Array => {
  const places = new Float32Array(2 * lump.length);
  for (let k = 0; k < lump.length; k++) {
    places[2 * k] = ((lump[k] % CROP_SIZE) - middle) / PIXELS_A_PITCH;
    places[2 * k + 1] = (Math.floor(lump[k] / CROP_SIZE) - middle) / PIXELS_A_PITCH;
  }
  return places;
};

/** The middle of the places, and their mean squares and product about it. */
const momentsOf = (places: Float32Array): { x: number; y: number; xx: number; yy: number; xy: number } => {
  const count = places.length / 2;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let k = 0; k < places.length; k += 2) {
    x += places[k] / count;
    y += places[k + 1] / count;
  }
  for (let k = 0; k < places.length; k += 2) {
    const dx = places[k] - x;
    const dy = places[k + 1] - y;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { x, y, xx: xx / count, yy: yy / count, xy: xy / count };
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
