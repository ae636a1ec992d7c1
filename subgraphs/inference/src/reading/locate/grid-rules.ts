import { findPeaks } from './heat-map-rules.ts';
import type { HeatMap, Peak } from './heat-map-rules.ts';
import { distance, pitchAt, project } from './homography-rules.ts';
import type { Homography } from './homography-rules.ts';
import { findLattice, fitLattice, residual } from './lattice-rules.ts';
import type { Lattice, Node } from './lattice-rules.ts';
import { COLUMNS, ROWS } from '../plate-types.ts';
import type { Grid, Point } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';
import { aspect, at, cornersOf, pitchSpread, plateWindows, shiftedWindows, strays } from './window-rules.ts';
import type { Window } from './window-rules.ts';

export type { Grid } from '../plate-types.ts';

/** What counts as a peak, and as one that can't be ignored. */
const PEAK = 0.25;
const STRONG = 0.5;
/** Fewer wells than these are no plate: of 96, without a calibration and with one to say where they belong. */
const LEAST_FOUND = 60;
const LEAST_CALIBRATED = 40;
/** The share of a plate's outermost rows and columns that must be seen: they alone tell where it ends. */
const LEAST_EDGE = 0.6;
/** By how many wells the best place for the plate must beat the next: below it the grid may be off by a row or a column. */
const LEAST_LEAD = 2.5;

const noPlate = (why: string): ReadingError =>
  new ReadingError('NO_PLATE_FOUND', `No 96-well plate was found: ${why} Photograph one plate from above, all of it in the picture, or give a calibration.`);

/** The plate's grid from the finder's answer alone. Throws a ReadingError rather than guess. */
export const findGrid = (map: HeatMap): Grid => {
  const peaks = findPeaks(map, PEAK);
  const lattice = findLattice(peaks);
  if (!lattice) throw noPlate('nothing in the photo is arranged like wells.');
  const [best, next] = plateWindows(lattice, map);
  checkWindow(lattice, best, next, peaks);
  checkShape(lattice.homography, best, map);
  return gridOf(moved(lattice, best), map);
};

/** The grid from a calibration's cells, each centre refined; throws where the photo's wells are not in those cells. */
export const refineGrid = (map: HeatMap, cells: readonly Point[]): Grid => {
  const peaks = findPeaks(map, PEAK);
  const nodes = cells.flatMap((c, i) => nearestNode(peaks, c, i, 0.4 * cellPitch(cells)));
  const lattice = fitLattice(nodes);
  if (!lattice || lattice.nodes.length < LEAST_CALIBRATED) {
    throw noPlate(`${nodes.length} of 96 wells are where the calibration says.`);
  }
  const settled = fitLattice(indexed(peaks, lattice.homography)) ?? lattice;
  const [here, ...beside] = shiftedWindows(settled, map);
  if (beside.some((w) => w.score > here.score + LEAST_LEAD)) {
    throw new ReadingError('CALIBRATION_INVALID', 'The calibration does not fit this photo: the plate lies a whole well beside it. Calibrate again, or read without one.');
  }
  return gridOf({ ...settled, nodes: settled.nodes.filter(at(here)) }, map);
};

const checkWindow = (lattice: Lattice, best: Window, next: Window | undefined, peaks: readonly Peak[]): void => {
  const outside = lattice.nodes.length - best.inside;
  if (best.inside < LEAST_FOUND) throw noPlate(`${best.inside} of 96 wells could be seen.`);
  if (outside > 8) throw new ReadingError('PLATE_FORMAT_MISMATCH', `This is not an 8x12 plate, or not one alone: ${lattice.nodes.length} wells lie in one lattice. Photograph one 96-well plate.`);
  if (strays(lattice, peaks, STRONG) > 14) throw noPlate('there are many wells beside its lattice, as of a second plate.');
  if (edgeSeen(lattice.nodes, best) < LEAST_EDGE || (next && best.score - next.score < LEAST_LEAD)) {
    throw new ReadingError('PLATE_PARTIAL', 'A row or column at the plate\'s edge can\'t be told from the background, so the grid might be off by one. Show the whole plate in even light, or give a calibration.');
  }
};

/** The share of wells seen in the least seen of the window's four edges. */
const edgeSeen = (nodes: readonly Node[], w: Window): number => {
  const inside = nodes.filter(at(w));
  const share = (on: (n: Node) => boolean, of: number) => inside.filter(on).length / of;
  return Math.min(
    share((n) => n.column === w.column, w.rows), share((n) => n.column === w.column + w.columns - 1, w.rows),
    share((n) => n.row === w.row, w.columns), share((n) => n.row === w.row + w.rows - 1, w.columns),
  );
};

const checkShape = (h: Homography, w: Window, map: HeatMap): void => {
  const ratio = aspect(h, w);
  if (ratio < 0.72 || ratio > 1.4) throw noPlate('what lies in rows and columns is not square like a plate\'s wells.');
  if (pitchSpread(h, w) > 1.7) throw noPlate('the photo is taken at too steep an angle.');
  if (w.columns < w.rows || Math.abs(slope(h, w)) > 30) {
    throw new ReadingError('ORIENTATION_UNCERTAIN', 'The plate is turned. Turn the photo so that row A runs along the top from left to right.');
  }
  const [width, height] = [map.width * map.scaleX, map.height * map.scaleY];
  const cut = cornersOf(w).map(([c, r]) => project(h, c, r)).some((p) => p.x < 0 || p.y < 0 || p.x >= width || p.y >= height);
  if (cut) throw new ReadingError('PLATE_PARTIAL', 'Part of the plate is outside the photo. Photograph all of it.');
};

/** Degrees between the plate's rows and the picture's. */
const slope = (h: Homography, w: Window): number => {
  const [a, b] = cornersOf(w).map(([c, r]) => project(h, c, r));
  return (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
};

/** The same lattice with the window's first well as column 0, row 0, and without the nodes outside it. */
const moved = (lattice: Lattice, w: Window): Lattice => {
  const nodes = lattice.nodes.filter(at(w)).map((n) => ({ ...n, column: n.column - w.column, row: n.row - w.row }));
  const fitted = fitLattice(nodes);
  if (!fitted) throw noPlate('its wells are not in straight rows.');
  return fitted;
};

const gridOf = ({ nodes, homography }: Lattice, map: HeatMap): Grid => {
  const byPlace = new Map(nodes.map((n) => [n.row * COLUMNS + n.column, n]));
  const centres = Array.from({ length: ROWS * COLUMNS }, (_, i) => {
    const place = project(homography, i % COLUMNS, Math.floor(i / COLUMNS));
    const seen = byPlace.get(i);
    return seen ? midway(place, seen.peak) : place;
  });
  const misses = nodes.map((n) => residual(homography, n)).sort((a, b) => a - b);
  const step = Math.max(map.scaleX, map.scaleY) / pitchAt(homography, 5.5, 3.5);
  const miss = Math.max(0, misses[Math.floor(misses.length * 0.9)] - 0.3 * step);
  return { rows: ROWS, columns: COLUMNS, homography, centres, confidence: Math.max(0, (nodes.length / 96) * (1 - 2 * miss)) };
};

/** A well's ring speaks for itself, the lattice for all: lens bend is followed, a stray peak is not. */
const midway = (place: Point, peak: Peak): Point => ({ x: (place.x + 2 * peak.x) / 3, y: (place.y + 2 * peak.y) / 3 });

const cellPitch = (cells: readonly Point[]): number =>
  (distance(cells[0], cells[COLUMNS - 1]) / (COLUMNS - 1) + distance(cells[0], cells[(ROWS - 1) * COLUMNS]) / (ROWS - 1)) / 2;

const nearestNode = (peaks: readonly Peak[], place: Point, i: number, reach: number): Node[] => {
  let best: Peak | null = null;
  for (const p of peaks) if (!best || distance(p, place) < distance(best, place)) best = p;
  return best && distance(best, place) <= reach ? [{ column: i % COLUMNS, row: Math.floor(i / COLUMNS), peak: best }] : [];
};

/** Every peak near a place of the plate or one step around it, so that a grid one off can show. */
const indexed = (peaks: readonly Peak[], h: Homography): Node[] => {
  const nodes: Node[] = [];
  for (let row = -1; row <= ROWS; row++) {
    for (let column = -1; column <= COLUMNS; column++) {
      const place = project(h, column, row);
      let best: Peak | null = null;
      for (const p of peaks) if (!best || distance(p, place) < distance(best, place)) best = p;
      if (best && distance(best, place) < 0.28 * pitchAt(h, column, row)) nodes.push({ column, row, peak: best });
    }
  }
  return nodes;
};
