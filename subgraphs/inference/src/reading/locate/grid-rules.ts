import { besides, checkAlone, secondOf, strayFlags } from './beside-rules.ts';
import { blockOf, isPlain } from './block-rules.ts';
import type { Block } from './block-rules.ts';
import { findPeaks } from './heat-map-rules.ts';
import type { HeatMap, Peak } from './heat-map-rules.ts';
import { distance, project } from './homography-rules.ts';
import { findLattice, fitLattice, indexed, typicalHeat } from './lattice-rules.ts';
import type { Lattice, Node } from './lattice-rules.ts';
import { FORMATS } from '../plate-types.ts';
import type { Grid, Homography, PlateFormat, Point, QualityFlag } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';
import { MOST_MISS, PEAK, STRONG, bestWindow, cutOff, missOf, nameOf, noPlate, wellsOf } from './shape-rules.ts';
import { standing } from './standing-rules.ts';
import { aspect, at, cornersOf, edgeSeen, pitchSpread, shiftedWindows } from './window-rules.ts';
import type { Window } from './window-rules.ts';

export type { Grid } from '../plate-types.ts';

export interface FoundGrid {
  format: PlateFormat;
  /** In the order in which the plate stands in the photo, UPRIGHT or TURNED_90: which end is A1 is not known yet. */
  grid: Grid;
  flags: QualityFlag[];
}

/** Of 96, where a calibration says where they belong. */
const LEAST_CALIBRATED = 40;
/** The share of a plate's outermost rows and columns that must be seen: they alone tell where it ends. */
const LEAST_EDGE = 0.6;
/** By how many wells, and by what share of its shorter edge where that is less, the best place for the plate must beat the next: below it the grid may be off by a row or a column. */
const LEAST_LEAD = 2.5;
const LEAST_LEAD_OF_EDGE = 0.6;
/** Times that lead where wells' rims would lie outside the photo: letters at its edge are more likely than wells cut by it. */
const LEAD_WHERE_CUT = 2;
/** A well's rim, in pitches from its centre. */
const RIM = 0.5;
/** Column step over row step, and largest pitch over smallest, beyond which a plate is seen too steeply to be read. */
const MOST_SQUEEZE = 1.75;
const MOST_SPREAD = 2.2;

/** Why no grid was found, and how plainly that was seen: what stood in rows and columns, each by how much it looked like a well, squared, so that much that is faint weighs little. */
export class GridRefusal extends ReadingError {
  readonly seen: number;

  constructor({ code, message, measured }: ReadingError, seen: number) {
    super(code, message, measured);
    this.seen = seen;
  }
}

/** The plate's grid, of whichever format it is, from the finder's answer alone. Throws a GridRefusal rather than guess. */
export const findGrid = (map: HeatMap): FoundGrid => {
  const peaks = findPeaks(map, PEAK);
  const refusals: GridRefusal[] = [];
  for (const strong of STRONG) {
    try {
      return findAmong(peaks, strong, map);
    } catch (error) {
      if (!(error instanceof GridRefusal) || error.code === 'MULTIPLE_PLATES') throw error;
      refusals.push(error);
    }
  }
  throw plainest(refusals);
};

/** The refusal that tells most: that of the look which saw most, be it that what it saw is no plate. */
export const plainest = (refusals: readonly GridRefusal[]): GridRefusal =>
  refusals.reduce((a, b) => (b.seen > a.seen ? b : a));

/** Looks for the plate among peaks of at least `strong`. What is wrong with it is only told where rows and columns are plain, else there is none. */
const findAmong = (peaks: readonly Peak[], strong: number, map: HeatMap): FoundGrid => {
  const lattice = findLattice(peaks, strong);
  if (!lattice) throw new GridRefusal(noPlate('nothing in the photo is arranged like wells.'), 0);
  const block = blockOf(lattice, map);
  const second = secondOf(lattice, block, peaks, map);
  try {
    return findIn(lattice, { block, second, peaks, map });
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    const told = error.code === 'NO_PLATE_FOUND' || isPlain(lattice, block, peaks, second?.nodes.length ?? 0) ? error : noPlate('nothing in the photo is arranged like the wells of a plate.');
    throw new GridRefusal(told, lattice.nodes.length * typicalHeat(lattice.nodes) ** 2);
  }
};

interface Seen {
  block: Block;
  /** Another lattice beside the block. */
  second: Lattice | null;
  peaks: readonly Peak[];
  map: HeatMap;
}

const findIn = (lattice: Lattice, { block, second, peaks, map }: Seen): FoundGrid => {
  const fit = bestWindow(lattice, map);
  if (!fit) throw noPlate(`${lattice.nodes.length} wells in rows and columns could be seen, too few for a plate.`);
  const { window, lead } = fit;
  const strays = besides(lattice, window, peaks);
  checkRegular(lattice, window, strays, map);
  checkShape(lattice.homography, window);
  checkAlone(lattice, window, block, second);
  checkEdges(lattice, window, lead / (leavesPhoto(lattice.homography, window, map, RIM) ? LEAD_WHERE_CUT : 1), block);
  checkInPhoto(lattice.homography, window, map);
  const plate = standing(lattice, window);
  if (!plate) throw noPlate('its wells are not in straight rows.');
  return { format: window.format, grid: gridOf(plate, map, window.format), flags: strayFlags(strays.length) };
};

/** The grid from the cells of a 96-well plate, each centre refined; throws where the photo's wells are not in those cells. */
export const refineGrid = (map: HeatMap, cells: readonly Point[]): Grid => {
  const { rows, columns } = FORMATS.W96;
  const peaks = findPeaks(map, PEAK);
  const pitch = (distance(cells[0], cells[columns - 1]) / (columns - 1) + distance(cells[0], cells[(rows - 1) * columns]) / (rows - 1)) / 2;
  const nodes = cells.flatMap((c, i) => nearestNode(peaks, c, i, 0.4 * pitch, columns));
  const lattice = fitLattice(nodes);
  if (!lattice || lattice.nodes.length < LEAST_CALIBRATED) throw noPlate(`${nodes.length} of 96 wells are where the calibration says.`);
  const settled = fitLattice(indexed(peaks, lattice.homography, [-1, columns], [-1, rows])) ?? lattice;
  const [here, ...beside] = shiftedWindows(settled, map, 'W96');
  if (beside.some((w) => w.score > here.score + 2.5)) {
    throw new ReadingError('CALIBRATION_INVALID', 'The calibration does not fit this photo: the plate lies a whole well beside it. Calibrate again, or read without one.');
  }
  return gridOf({ ...settled, nodes: settled.nodes.filter(at(here)) }, map, 'W96');
};

/** The same grid seen again in a closer look at the plate: finer centres, or the grid as it was where the look shows less. */
export const refineFound = (map: HeatMap, { format, grid, flags }: FoundGrid): FoundGrid => {
  const nodes = indexed(findPeaks(map, PEAK), grid.homography, [0, grid.columns - 1], [0, grid.rows - 1]);
  const lattice = fitLattice(nodes);
  const closer = lattice && gridOf(lattice, map, format);
  return { format, grid: closer && closer.confidence >= grid.confidence - 0.1 ? closer : grid, flags };
};

/** Texture has lattices of a few peaks by chance: they lie far from their places, among as many that belong to none. */
const checkRegular = (lattice: Lattice, w: Window, strays: readonly Peak[], map: HeatMap): void => {
  const chance = wellsOf(w.format) <= 24 && strays.length > lattice.nodes.length;
  if (chance || missOf(lattice, map, 0.75) > MOST_MISS) throw noPlate('nothing in the photo is arranged like wells.');
};

const checkShape = (h: Homography, w: Window): void => {
  const ratio = aspect(h, w);
  if (Math.max(ratio, 1 / ratio) > MOST_SQUEEZE || pitchSpread(h, w) > MOST_SPREAD) {
    throw noPlate('what lies in rows and columns is seen at too steep an angle.');
  }
};

const checkEdges = ({ nodes }: Lattice, w: Window, lead: number, block: Block): void => {
  const edge = edgeSeen(nodes, w);
  if (edge >= LEAST_EDGE && lead >= Math.min(LEAST_LEAD, LEAST_LEAD_OF_EDGE * FORMATS[w.format].rows)) return;
  if (block.cut) throw cutOff();
  throw new ReadingError('PLATE_PARTIAL', `A row or column at the ${nameOf(w.format)}'s edge can't be told from the background (${Math.round(100 * edge)} % of it was seen), so the grid might be off by one. Show the whole plate in even light, or give a calibration.`);
};

/**
 * The plate's outermost wells must be in the photo and, for the formats that a part of a larger one looks like, most of its rim,
 * whose width SLAS 4 fixes: 127.76 x 85.48 mm less the wells.
 */
const checkInPhoto = (h: Homography, w: Window, map: HeatMap): void => {
  if (leavesPhoto(h, w, map, wellsOf(w.format) < 96 ? 0.55 : 0.3)) throw cutOff();
};

/** Whether the plate's wells and so much around them, in pitches, are not all in the photo. */
const leavesPhoto = (h: Homography, w: Window, map: HeatMap, rim: number): boolean => {
  const [width, height] = [map.width * map.scaleX + map.left, map.height * map.scaleY + map.top];
  const wider = { ...w, column: w.column - rim, row: w.row - rim, columns: w.columns + 2 * rim, rows: w.rows + 2 * rim };
  return cornersOf(wider).map(([c, r]) => project(h, c, r)).some((p) => p.x < map.left || p.y < map.top || p.x >= width || p.y >= height);
};

const gridOf = ({ nodes, homography }: Lattice, map: HeatMap, format: PlateFormat): Grid => {
  const { rows, columns } = FORMATS[format];
  const byPlace = new Map(nodes.map((n) => [n.row * columns + n.column, n]));
  const centres = Array.from({ length: rows * columns }, (_, i) => {
    const place = project(homography, i % columns, Math.floor(i / columns));
    const seen = byPlace.get(i);
    return seen ? midway(place, seen.peak) : place;
  });
  const miss = missOf({ nodes, homography }, map, 0.9);
  return { rows, columns, homography, centres, confidence: Math.max(0, Math.min(1, nodes.length / (rows * columns)) * (1 - 2 * miss)) };
};

/** A well's ring speaks for itself, the lattice for all: lens bend is followed, a stray peak is not. */
const midway = (place: Point, peak: Peak): Point => ({ x: (place.x + 2 * peak.x) / 3, y: (place.y + 2 * peak.y) / 3 });

const nearestNode = (peaks: readonly Peak[], place: Point, i: number, reach: number, columns: number): Node[] => {
  let best: Peak | null = null;
  for (const p of peaks) if (!best || distance(p, place) < distance(best, place)) best = p;
  return best && distance(best, place) <= reach ? [{ column: i % columns, row: Math.floor(i / columns), peak: best }] : [];
};
