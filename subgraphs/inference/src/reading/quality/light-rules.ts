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
  const [luma, lost, floorLost] = [new Uint32Array(256), { count: 0 }, { count: 0 }];
  const pixels = CROP_SIZE * CROP_SIZE;
  for (let i = 0, at = 0; at < crops.length; i++, at += 3) {
    const [r, g, b] = [crops[at], crops[at + 1], crops[at + 2]];
    luma[(77 * r + 150 * g + 29 * b) >> 8]++;
    if (r < BLOWN || g < BLOWN || b < BLOWN) continue;
    lost.count++;
    floorLost.count += ON_FLOOR[i % pixels];
  }
  const wells = crops.length / (3 * pixels);
  return { floorsLost: floorLost.count / (wells * FLOOR_PIXELS), lost: lost.count / (wells * pixels), brightest: brightestTenth(luma, wells * pixels) };
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
