import { plateNames } from './locate/naming-rules.ts';
import { pitchAt } from './locate/homography-rules.ts';
import { locateIn } from './locate-plate.ts';
import type { LocateOptions } from './locate-plate.ts';
import { decodeShrunk } from './photo.ts';
import type { Decoded } from './photo.ts';
import type { Grid, PlateLocation, ReadingStep } from './plate-types.ts';
import { ReadingError } from './reading-error.ts';
import { cutWells } from './wells/cut-wells.ts';

/** A plate in the whole photo's pixels, and the classifier's crops of its wells. */
export interface CutPlate {
  location: PlateLocation;
  crops: Uint8Array;
}

/** Long side in pixels at which plates are mostly large enough, and pixels from well to well that a crop can use. */
const ENOUGH = 1600;
const FULL_PITCH = 48;

/**
 * Decodes a photo, finds the 96-well plate in it and cuts its wells. A large JPEG is decoded at a fraction of its size first, and
 * whole only where the plate turns out to be small in it. Throws as locatePlate does.
 */
export const cutPlate = async (photo: Buffer, options: LocateOptions): Promise<CutPlate> => {
  await step(options, 'loading', 5);
  const shrunk = await decodeShrunk(photo, ENOUGH);
  await step(options, 'finding plate', 25);
  const { decoded, location } = await locateLarge(photo, shrunk, options);
  await step(options, 'cutting wells', 55);
  return { location: wholeOf(location, decoded), crops: cutWells(decoded.picture, location.grid) };
};

const step = async ({ onStep, signal }: LocateOptions, name: ReadingStep, percent: number): Promise<void> => {
  signal?.throwIfAborted();
  await onStep?.(name, percent);
};

const locateLarge = async (photo: Buffer, decoded: Decoded, options: LocateOptions): Promise<{ decoded: Decoded; location: PlateLocation }> => {
  const whole = decoded.picture.width === decoded.width;
  const location = await locateIn(decoded.picture, { ...options, format: 'W96' }).catch((error: unknown) => {
    if (!whole && error instanceof ReadingError && error.code === 'LOW_RESOLUTION') return null;
    throw error;
  });
  if (location && (whole || pitchAt(location.grid.homography, 5.5, 3.5) >= FULL_PITCH)) return { decoded, location };
  return locateLarge(photo, await decodeShrunk(photo, Infinity), options);
};

/** A location in a shrunk photo as it is in the whole one. */
const wholeOf = (location: PlateLocation, { picture, width, height }: Decoded): PlateLocation => {
  const grid = scaled(location.grid, width / picture.width, height / picture.height);
  return { ...location, width, height, grid, wells: plateNames(grid) };
};

const scaled = (grid: Grid, kx: number, ky: number): Grid => ({
  ...grid,
  homography: grid.homography.map((v, i) => v * (i < 3 ? kx : i < 6 ? ky : 1)),
  centres: grid.centres.map(({ x, y }) => ({ x: x * kx, y: y * ky })),
});
