import type { HeatMap } from './heat-map-rules.ts';
import { pitchAt, project, seenFrom } from './homography-rules.ts';
import { refineByRings } from './ring-rules.ts';
import { cornersOf } from './window-rules.ts';
import type { WellClassifier } from '../models/classifier.ts';
import { resizePhoto } from '../photo.ts';
import type { Photo } from '../photo.ts';
import type { Grid } from '../plate-types.ts';

/** Long side of the picture from which the smaller ones are made: going down in two steps costs a large photo least. */
const BASE = 768;
/** Pitch in the network's picture at which its answers are finest, and between which they are fine enough to be left. */
const BEST_PITCH = 22;
const FINE_PITCH = [13, 40];
/** Pitch at which rims are looked at: less is coarse, more is noise. */
const RIM_PITCH = 24;
/** Pitches of surroundings in a closer look. */
const ROOM = 1.6;

/** Looks for wells in a photo at different sizes, keeping what sizes share. Not for several photos. */
export interface Looker {
  /** The finder's answer with the photo brought to `longSide` pixels. */
  at: (longSide: number) => Promise<HeatMap>;
  /** The same around a plate that was found, at the pitch the finder likes; null where the look that found it was as good. */
  closer: (grid: Grid, longSide: number) => Promise<HeatMap | null>;
  /** The grid on its wells' rims. */
  rims: (grid: Grid) => Promise<Grid>;
}

export const lookInto = (photo: Photo, classifier: WellClassifier): Looker => {
  let base: Promise<Photo> | undefined;
  const smaller = () => (base ??= toLongSide(photo, BASE));
  return {
    at: async (longSide) => {
      const from = longSide <= BASE ? await smaller() : photo;
      return onto(await classifier.locate(from, longSide), { left: 0, top: 0, width: photo.width, height: photo.height, photo: from });
    },
    closer: async (grid, longSide) => {
      const pitch = pitchAt(grid.homography, (grid.columns - 1) / 2, (grid.rows - 1) / 2);
      const seen = (pitch * longSide) / Math.max(photo.width, photo.height);
      if (seen >= FINE_PITCH[0] && seen <= FINE_PITCH[1]) return null;
      const part = cut(photo, grid);
      return onto(await classifier.locate(part.photo, Math.round((Math.max(part.width, part.height) * BEST_PITCH) / pitch)), part);
    },
    rims: async (grid) => {
      const pitch = pitchAt(grid.homography, (grid.columns - 1) / 2, (grid.rows - 1) / 2);
      const enough = (pitch * BASE) / Math.max(photo.width, photo.height) >= RIM_PITCH;
      return refineIn(enough ? await smaller() : photo, photo, grid, pitch);
    },
  };
};

/** The grid refined in `from`, which is the photo or a smaller one of it. */
const refineIn = async (from: Photo, { width, height }: Photo, grid: Grid, pitch: number): Promise<Grid> => {
  const whole = { left: 0, top: 0, kx: from.width / width, ky: from.height / height };
  const part = cut(from, seenFrom(grid, whole));
  const k = Math.min(1, (RIM_PITCH * width) / (pitch * from.width));
  const small = await resizePhoto(part.photo, Math.max(2, Math.round(part.width * k)), Math.max(2, Math.round(part.height * k)));
  const view = { left: part.left / whole.kx, top: part.top / whole.ky, kx: (whole.kx * small.width) / part.width, ky: (whole.ky * small.height) / part.height };
  return seenFrom(refineByRings(small, seenFrom(grid, view)), { left: -view.left * view.kx, top: -view.top * view.ky, kx: 1 / view.kx, ky: 1 / view.ky });
};

interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
  photo: Photo;
}

const toLongSide = async (photo: Photo, longSide: number): Promise<Photo> => {
  const k = longSide / Math.max(photo.width, photo.height);
  return k >= 1 ? photo : resizePhoto(photo, Math.round(photo.width * k), Math.round(photo.height * k));
};

/** The map's places in the whole photo's pixels. */
const onto = (map: HeatMap, { left, top, width, height }: Part): HeatMap =>
  ({ ...map, left, top, scaleX: width / map.width, scaleY: height / map.height });

/** The upright box of the photo around a plate. */
const cut = (photo: Photo, { rows, columns, homography }: Grid): Part => {
  const corners = cornersOf({ column: -ROOM, row: -ROOM, columns: columns + 2 * ROOM, rows: rows + 2 * ROOM }).map(([c, r]) => project(homography, c, r));
  const [xs, ys] = [corners.map((p) => p.x), corners.map((p) => p.y)];
  const inside = (v: number, most: number) => Math.round(Math.min(most, Math.max(0, v)));
  const [left, top] = [inside(Math.min(...xs), photo.width - 2), inside(Math.min(...ys), photo.height - 2)];
  const [width, height] = [Math.max(2, inside(Math.max(...xs), photo.width) - left), Math.max(2, inside(Math.max(...ys), photo.height) - top)];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * photo.width + left) * 3;
    data.set(photo.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { left, top, width, height, photo: { data, width, height } };
};
