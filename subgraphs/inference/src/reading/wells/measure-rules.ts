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
      redArea: share(crop, redderThan(middling(crop, between) + REDDER)),
      glare: share(crop, blown),
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
const floor = pixels.filter((i) => away(i) < FLOOR);
/** Every fourth will do: a middling value is sought. */
const between = pixels.filter((i) => away(i) > BETWEEN && i % 4 === 0);

const redness = (crop: Uint8Array, i: number): number => (crop[3 * i] - crop[3 * i + 1]) / (crop[3 * i] + crop[3 * i + 1] + crop[3 * i + 2] + 30);
const redderThan = (level: number) => (crop: Uint8Array, i: number): boolean => redness(crop, i) > level;
const blown = (crop: Uint8Array, i: number): boolean => crop[3 * i] >= BLOWN && crop[3 * i + 1] >= BLOWN && crop[3 * i + 2] >= BLOWN;

const middling = (crop: Uint8Array, places: readonly number[]): number => Float32Array.from(places, (i) => redness(crop, i)).sort()[places.length >> 1];
const share = (crop: Uint8Array, counts: (crop: Uint8Array, i: number) => boolean): number => {
  let n = 0;
  for (const i of floor) if (counts(crop, i)) n++;
  return n / floor.length;
};
