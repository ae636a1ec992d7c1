import { CROP_SIZE } from '../models/classifier.ts';
import { dropShape, lengthAlong, PIXELS_A_PITCH } from './drop-shape-rules.ts';
import type { DropShape } from './drop-shape-rules.ts';
import { tailsEvidence } from './orientation-evidence-rules.ts';
import type { TailsEvidence } from './orientation-evidence-rules.ts';
import type { WellClass, WellMeasurements } from '../plate-types.ts';

/** Tails that agree less than this have no common direction; then the tilt is taken to be down the plate. */
const LEAST_AGREEMENT = 0.6;
/** A floor's radius, and from where on nothing but what lies between wells is seen, in pitches. */
const [FLOOR, BETWEEN] = [0.24, 0.68];
/** From here on a pixel holds nothing: all three colours are at the top. */
const BLOWN = 250;
/** Share of the light by which a pixel must be redder than what lies between the wells. */
const REDDER = 0.06;

/** The lumps of cells of all wells, from the classifier's crops laid end to end. */
export const dropShapes = (crops: Uint8Array): (DropShape | null)[] => cropsOf(crops).map(dropShape);

/** What can be measured in each well, along the tilt that the Flowing drops of the plate tell. */
export const measureWells = (crops: Uint8Array, classes: readonly WellClass[], shapes = dropShapes(crops)): WellMeasurements[] => {
  const tilt = tiltOf(tailsEvidence(shapes, classes));
  return cropsOf(crops).map((crop, i) => {
    const shape = shapes[i];
    return {
      dropLength: shape ? lengthAlong(shape, tilt.x, tilt.y) : 0,
      // Along the tilt, and signed by the plate: down the plate is positive whichever way the drops run.
      centroidShift: shape ? (shape.x * tilt.x + shape.y * tilt.y) * (tilt.y < 0 ? -1 : 1) : 0,
      redArea: redderThan(crop, middlingRedness(crop) + REDDER) / floor.length,
      glare: blown(crop) / floor.length,
    };
  });
};

const tiltOf = (tails: TailsEvidence | null): { x: number; y: number } => (tails && tails.agreement >= LEAST_AGREEMENT ? tails : { x: 0, y: 1 });

const cropsOf = (crops: Uint8Array): Uint8Array[] => {
  const size = CROP_SIZE * CROP_SIZE * 3;
  return Array.from({ length: crops.length / size }, (_, i) => crops.subarray(i * size, (i + 1) * size));
};

const away = (i: number): number => Math.hypot((i % CROP_SIZE) - (CROP_SIZE - 1) / 2, Math.floor(i / CROP_SIZE) - (CROP_SIZE - 1) / 2) / PIXELS_A_PITCH;
const pixels = Array.from({ length: CROP_SIZE * CROP_SIZE }, (_, i) => i);
/** First bytes of pixels. */
const floor = Uint16Array.from(pixels.filter((i) => away(i) < FLOOR), (i) => 3 * i);
/** Every fourth will do: a middling value is sought. */
const between = Uint16Array.from(pixels.filter((i) => away(i) > BETWEEN && i % 4 === 0), (i) => 3 * i);

const redness = (crop: Uint8Array, at: number): number => (crop[at] - crop[at + 1]) / (crop[at] + crop[at + 1] + crop[at + 2] + 30);

const middlingRedness = (crop: Uint8Array): number => {
  const all = new Float32Array(between.length);
  for (let k = 0; k < between.length; k++) all[k] = redness(crop, between[k]);
  return all.sort()[between.length >> 1];
};

/** Pixels of the floor that are redder than that. */
const redderThan = (crop: Uint8Array, level: number): number => {
  let n = 0;
  for (let k = 0; k < floor.length; k++) if (redness(crop, floor[k]) > level) n++;
  return n;
};

/** Pixels of the floor that hold nothing. */
const blown = (crop: Uint8Array): number => {
  let n = 0;
  for (let k = 0; k < floor.length; k++) {
    const at = floor[k];
    if (crop[at] >= BLOWN && crop[at + 1] >= BLOWN && crop[at + 2] >= BLOWN) n++;
  }
  return n;
};
