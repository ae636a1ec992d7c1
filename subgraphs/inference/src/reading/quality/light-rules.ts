import { CROP_SIZE } from '../models/classifier.ts';

/** What light does to the plate, looked at in the wells' crops; what lies around the plate has no say. */
export interface Light {
  /** Share of the wells' floors that is blown out, 0..1. */
  floorsLost: number;
  /** Share of the whole plate that is, 0..1. */
  lost: number;
  /** The luma, 0..255, that the plate's brightest tenth reaches. */
  brightest: number;
}

/** From here on a pixel holds nothing: all three colours are at the top. */
const BLOWN = 250;
/** A floor's radius in pitches. */
const FLOOR = 0.24;

export const lightOf = (crops: Uint8Array): Light => {
  const luma = new Uint32Array(256);
  const wells = crops.length / (3 * ON_FLOOR.length);
  let [lost, floorsLost] = [0, 0];
  for (let well = 0; well < wells; well++) {
    const counts = countWell(crops, well * 3 * ON_FLOOR.length, luma);
    lost += counts.lost;
    floorsLost += counts.floorLost;
  }
  return { floorsLost: floorsLost / (wells * FLOOR_PIXELS), lost: lost / (wells * ON_FLOOR.length), brightest: brightestTenth(luma, wells * ON_FLOOR.length) };
};

/** Counts the lumas of the crop that begins at a byte, and its pixels that are blown out; one well a call, so that it is compiled by the second plate. */
const countWell = (crops: Uint8Array, from: number, luma: Uint32Array): { lost: number; floorLost: number } => {
  let lost = 0;
  let floorLost = 0;
  for (let i = 0, at = from; i < ON_FLOOR.length; i++, at += 3) {
    const r = crops[at];
    const g = crops[at + 1];
    const b = crops[at + 2];
    luma[(77 * r + 150 * g + 29 * b) >> 8]++;
    if (r < BLOWN || g < BLOWN || b < BLOWN) continue;
    lost++;
    floorLost += ON_FLOOR[i];
  }
  return { lost, floorLost };
};

const brightestTenth = (luma: Uint32Array, pixels: number): number => {
  let value = 255;
  for (let above = luma[255]; value > 0 && above < pixels / 10; above += luma[value]) value--;
  return value;
};

/** 1 for the crop's pixels that show the floor. */
const ON_FLOOR = Uint8Array.from({ length: CROP_SIZE * CROP_SIZE }, (_, i) => {
  const middle = (CROP_SIZE - 1) / 2;
  return Math.hypot((i % CROP_SIZE) - middle, Math.floor(i / CROP_SIZE) - middle) < (FLOOR * CROP_SIZE) / 1.25 ? 1 : 0;
});
const FLOOR_PIXELS = ON_FLOOR.reduce((sum, v) => sum + v, 0);
