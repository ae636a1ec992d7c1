import { blockOf, inBox, isPlain } from './block-rules.ts';
import type { Block } from './block-rules.ts';
import { findPeaks } from './heat-map-rules.ts';
import type { HeatMap, Peak } from './heat-map-rules.ts';
import { pitchAt, project } from './homography-rules.ts';
import { findLattice, typicalHeat } from './lattice-rules.ts';
import type { Lattice, Node } from './lattice-rules.ts';
import { MOST_MISS, PEAK, STRONG, bestWindow, cutOff, missOf, nameOf, noPlate, wellsOf } from './shape-rules.ts';
import { at, cornersOf } from './window-rules.ts';
import type { Window } from './window-rules.ts';
import type { Grid, Homography, Point, QualityFlag } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

/** Wells outside the plate's window, as a share of its wells, and how many of a second plate's must be seen to say so. */
const MOST_OUTSIDE = 0.08;
const SECOND_PLATE = 0.35;
/** Strong answers beside the plate that are worth a flag; in rows and columns fewer are, six being the least that a plate has. */
const MOST_STRAYS = 14;
const MOST_BESIDE = 5;
/** A strip of the photo this share of the plate's shorter side wide may hold another plate. */
const ROOM = 0.5;

/** Whether another plate would have room beside this one. `width` and `height` are the photo's. */
export const hasRoom = ({ rows, columns, homography: h }: Grid, width: number, height: number): boolean => {
  const corners = cornersOf({ column: -1, row: -1, columns: columns + 2, rows: rows + 2 }).map(([c, r]) => project(h, c, r));
  const [xs, ys] = [corners.map((p) => p.x), corners.map((p) => p.y)];
  const strip = Math.max(Math.min(...xs), width - Math.max(...xs), Math.min(...ys), height - Math.max(...ys));
  return strip >= ROOM * (rows + 1) * pitchAt(h, (columns - 1) / 2, (rows - 1) / 2);
};

/** MULTIPLE_PLATES where another look, at which larger wells are plain, shows a plate of any format beside the one found; its value is the wells seen there. */
export const platesBeside = (map: HeatMap, { rows, columns, homography: h }: Grid): QualityFlag[] => {
  const quad = quadOf(h, { column: -1, row: -1, columns: columns + 2, rows: rows + 2 });
  const peaks = findPeaks(map, PEAK).filter((p) => !inQuad(p, quad));
  const lattice = findLattice(peaks, STRONG[0]);
  if (!lattice || missOf(lattice, map, 0.75) > MOST_MISS || !isPlain(lattice, blockOf(lattice, map), peaks, 0)) return [];
  const fit = bestWindow(lattice, map);
  return fit ? [{ code: 'MULTIPLE_PLATES', value: fit.window.inside, bound: MOST_BESIDE }] : [];
};

/** The lattice beside the block's, of peaks that neither are wells of it nor lie between them; null where they stand in none. */
export const secondOf = (lattice: Lattice, block: Block, peaks: readonly Peak[], map: HeatMap): Lattice | null => {
  const { columns: [l, r], rows: [t, b] } = block;
  const own = new Set(lattice.nodes.filter((n) => inBox(block, n)).map((n) => n.peak));
  const second = findLattice(beyond(lattice, { column: l, row: t, columns: r - l + 1, rows: b - t + 1 }, peaks, own), 0);
  return second && missOf(second, map, 0.75) < MOST_MISS ? second : null;
};

/** A second plate may be a lattice of its own, or continue the first one's after a gap. Wells beyond any format's may run on outside the photo. */
export const checkAlone = (lattice: Lattice, w: Window, block: Block, second: Lattice | null): void => {
  const several = (value: number, bound: number) => new ReadingError('MULTIPLE_PLATES', `There is more than one plate in the photo: beside a ${nameOf(w.format)}, ${value} more wells lie in rows and columns. Photograph one plate at a time, or cut the photo.`, { value, bound });
  const few = Math.max(MOST_BESIDE, SECOND_PLATE * wellsOf(w.format));
  if (second && second.nodes.length > few) {
    const size = pitchAt(second.homography, 0, 0) / pitchAt(lattice.homography, w.column, w.row);
    if (size > 0.5 && size < 2) throw outgrows(lattice, block, w) ? noPlate('what stands in rows and columns is larger than a plate, and there is more of it beside.') : several(second.nodes.length, few);
  }
  const outside = lattice.nodes.filter((n) => !at(w)(n));
  const [close, far] = [outside.filter((n) => inBox(block, n)), standingBeside(outside.filter((n) => !inBox(block, n)))];
  const most = Math.max(2, MOST_OUTSIDE * wellsOf(w.format));
  if (far > most) throw several(far, most);
  if (close.length <= most) return;
  if (!close.some(isNextTo(w))) throw several(close.length, most);
  if (block.cut) throw cutOff();
  throw new ReadingError('PLATE_FORMAT_MISMATCH', `The plate has another format than any known, or lies against another: ${lattice.nodes.length} wells lie in one lattice. Photograph one plate of 6, 12, 24, 48, 96 or 384 wells.`);
};

/** A plate's block is its window, with a row of letters at most, or goes on after a gap; a printed form's goes on at once. */
const outgrows = ({ nodes }: Lattice, block: Block, w: Window): boolean => {
  const { columns: [l, r], rows: [t, b] } = block;
  return (r - l > w.columns || b - t > w.rows) && nodes.some((n) => inBox(block, n) && isNextTo(w)(n));
};

const isNextTo = (w: Window) => (n: Node): boolean =>
  !at(w)(n) && at({ ...w, column: w.column - 1, row: w.row - 1, columns: w.columns + 2, rows: w.rows + 2 })(n);

/** How many have neighbours among them, as wells do; grain that falls on a lattice's places by chance does not. */
const standingBeside = (nodes: readonly Node[]): number =>
  nodes.filter((n) => nodes.filter((m) => Math.abs(m.column - n.column) + Math.abs(m.row - n.row) === 1).length >= 2).length;

/** Peaks nearly as strong as the plate's wells that neither are wells of it nor lie between them. */
export const besides = (lattice: Lattice, w: Window, peaks: readonly Peak[]): Peak[] =>
  beyond(lattice, w, peaks, new Set(lattice.nodes.filter(at(w)).map((n) => n.peak)));

const beyond = ({ nodes, homography: h }: Lattice, box: Pick<Window, 'column' | 'row' | 'columns' | 'rows'>, peaks: readonly Peak[], own: ReadonlySet<Peak>): Peak[] => {
  const quad = quadOf(h, { column: box.column - 0.5, row: box.row - 0.5, columns: box.columns + 1, rows: box.rows + 1 });
  const least = 0.6 * typicalHeat(nodes);
  return peaks.filter((p) => p.heat >= least && !own.has(p) && !inQuad(p, quad));
};

const quadOf = (h: Homography, box: Pick<Window, 'column' | 'row' | 'columns' | 'rows'>): Point[] => {
  const [a, b, d, c] = cornersOf(box).map(([x, y]) => project(h, x, y));
  return [a, b, c, d];
};

const inQuad = (p: Point, q: Point[]): boolean => {
  const sides = q.map((a, i) => {
    const b = q[(i + 1) % 4];
    return Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
  });
  return sides.every((s) => s >= 0) || sides.every((s) => s <= 0);
};

export const strayFlags = (strays: number): QualityFlag[] => (strays > MOST_STRAYS ? [{ code: 'MULTIPLE_PLATES', value: strays, bound: MOST_STRAYS }] : []);
