import type { HeatMap } from './heat-map-rules.ts';
import { pitchAt, project } from './homography-rules.ts';
import { refineByRings } from './ring-rules.ts';
import { cornersOf } from './window-rules.ts';
import type { WellClassifier } from '../models/classifier.ts';
import type { Photo } from '../photo.ts';
import type { Grid } from '../plate-types.ts';

/** Pitch in the network's picture at which its answers are finest, and between which they are fine enough to be left. */
const BEST_PITCH = 22;
const FINE_PITCH = [13, 40];
/** Pitches of surroundings in a closer look. */
const ROOM = 1.6;

/** Looks for wells in a photo. */
export interface Looker {
  /** The finder's answer with the photo brought to `longSide` pixels. */
  at: (longSide: number) => Promise<HeatMap>;
  /** The same around a plate that was found, at the pitch the finder likes; null where the look that found it was as good. */
  closer: (grid: Grid, longSide: number) => Promise<HeatMap | null>;
  /** The grid on its wells' rims. */
  rims: (grid: Grid) => Grid;
}

export const lookInto = (photo: Photo, classifier: WellClassifier): Looker => {
  const whole = { left: 0, top: 0, width: photo.width, height: photo.height, photo };
  return {
    at: async (longSide) => onto(await classifier.locate(photo, longSide), whole),
    closer: async (grid, longSide) => {
      const pitch = pitchAt(grid.homography, (grid.columns - 1) / 2, (grid.rows - 1) / 2);
      const seen = (pitch * longSide) / Math.max(photo.width, photo.height);
      if (seen >= FINE_PITCH[0] && seen <= FINE_PITCH[1]) return null;
      const part = cut(photo, grid);
      return onto(await classifier.locate(part.photo, Math.round((Math.max(part.width, part.height) * BEST_PITCH) / pitch)), part);
    },
    rims: (grid) => refineByRings(photo, grid),
  };
};

interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
  photo: Photo;
}

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
