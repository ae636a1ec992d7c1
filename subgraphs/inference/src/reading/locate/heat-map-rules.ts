import type { Point } from '../plate-types.ts';

/** The finder's answer: how much each place looks like a well's centre, 0..1, and how its places lie in the photo. */
export interface HeatMap {
  data: Float32Array;
  width: number;
  height: number;
  /** Photo pixels for each place of the map. */
  scaleX: number;
  scaleY: number;
  /** Where the map's corner lies in the photo, in its pixels: not at 0 where a part of the photo was looked at. */
  left: number;
  top: number;
}

export interface Peak extends Point {
  heat: number;
}

/** More than a 384-well plate has: beyond it the picture is texture, and looking at all of it would take seconds. */
const MOST_PEAKS = 700;

/** Local maxima over `least`, strongest first, placed in photo pixels to a fraction of the map's step. */
export const findPeaks = (map: HeatMap, least: number): Peak[] => {
  const peaks: Peak[] = [];
  for (let y = 1; y < map.height - 1; y++) {
    for (let x = 1; x < map.width - 1; x++) {
      if (map.data[y * map.width + x] >= least && isMaximum(map, x, y)) peaks.push(refined(map, x, y));
    }
  }
  return peaks.sort((a, b) => b.heat - a.heat || a.y - b.y || a.x - b.x).slice(0, MOST_PEAKS);
};

/** The strongest answer within `radius` photo pixels of a place; 0 outside the photo. */
export const heatNear = (map: HeatMap, at: Point, radius: number): number => {
  const [cx, cy] = [(at.x - map.left) / map.scaleX - 0.5, (at.y - map.top) / map.scaleY - 0.5];
  const [rx, ry] = [Math.max(1, radius / map.scaleX), Math.max(1, radius / map.scaleY)];
  let best = 0;
  for (let y = Math.max(0, Math.ceil(cy - ry)); y <= Math.min(map.height - 1, cy + ry); y++) {
    for (let x = Math.max(0, Math.ceil(cx - rx)); x <= Math.min(map.width - 1, cx + rx); x++) {
      best = Math.max(best, map.data[y * map.width + x]);
    }
  }
  return best;
};

/** Of equal neighbours the first in reading order counts, so a flat top is one peak. */
const isMaximum = ({ data, width }: HeatMap, x: number, y: number): boolean => {
  const at = y * width + x;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const other = at + dy * width + dx;
      if (other !== at && (data[other] > data[at] || (data[other] === data[at] && other < at))) return false;
    }
  }
  return true;
};

const refined = (map: HeatMap, x: number, y: number): Peak => {
  let [sum, sx, sy] = [0, 0, 0];
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const h = map.data[(y + dy) * map.width + x + dx];
      [sum, sx, sy] = [sum + h, sx + h * dx, sy + h * dy];
    }
  }
  const heat = map.data[y * map.width + x];
  return { x: (x + sx / sum + 0.5) * map.scaleX + map.left, y: (y + sy / sum + 0.5) * map.scaleY + map.top, heat };
};
