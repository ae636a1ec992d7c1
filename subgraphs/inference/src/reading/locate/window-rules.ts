import { boxSums, hullOf } from './box-sums.ts';
import { heatNear } from './heat-map-rules.ts';
import type { HeatMap } from './heat-map-rules.ts';
import { distance, pitchAt, project } from './homography-rules.ts';
import { boxOf, typicalHeat } from './lattice-rules.ts';
import type { Lattice, Node } from './lattice-rules.ts';
import { FORMATS } from '../plate-types.ts';
import type { Homography, PlateFormat } from '../plate-types.ts';

/** A place for a plate in the lattice: `columns` x `rows` are the lattice's, which a standing plate fills the other way round. */
export interface Window {
  format: PlateFormat;
  column: number;
  row: number;
  columns: number;
  rows: number;
  /** Lattice nodes inside. */
  inside: number;
  /** Lattice nodes outside. */
  outside: number;
  /** Wells' worth of evidence: the finder's answer inside, less half of what is missing there, less what lies outside. */
  score: number;
}

/** A well that the finder did not see speaks less against a plate than one seen outside. */
const MISSING = 0.5;
/** A place for the plate one step beside loses an edge's wells three times: not inside, missing, outside. */
const LEAD_PER_WELL = 2 + MISSING;

export const at = (w: Window) => (n: { column: number; row: number }): boolean =>
  n.column >= w.column && n.column < w.column + w.columns && n.row >= w.row && n.row < w.row + w.rows;

/** The best place for a plate of each format among the nodes, best first, with its lead over the next place of that format, in wells. */
export const plateWindows = (lattice: Lattice, map: HeatMap, formats: readonly PlateFormat[]): { window: Window; lead: number }[] => {
  const places = formats.map((format) => {
    const { rows, columns } = FORMATS[format];
    return [...placesFor(format, lattice.nodes, columns, rows), ...placesFor(format, lattice.nodes, rows, columns)];
  });
  const scored = scorer(lattice, map, places.flat());
  return places
    .map((of) => {
      const [window, next] = of.map(scored).sort((a, b) => b.score - a.score);
      return { window, lead: (window.score - next.score) / LEAD_PER_WELL };
    })
    .sort((a, b) => b.window.score - a.window.score);
};

/** The window at the lattice's origin, and those one step beside it: what tells a grid that is off by a row or a column. */
export const shiftedWindows = (lattice: Lattice, map: HeatMap, format: PlateFormat): Window[] => {
  const shifts = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]];
  const places = shifts.map(([column, row]) => ({ ...empty(format), column, row, ...FORMATS[format] }));
  return places.map(scorer(lattice, map, places));
};

/** Largest pitch over smallest, over the window's corners: perspective. */
export const pitchSpread = (h: Homography, w: Window): number => {
  const pitches = cornersOf(w).map(([c, r]) => pitchAt(h, c, r));
  return Math.max(...pitches) / Math.min(...pitches);
};

/** Column step over row step in pixels, at the window's middle. Square wells seen from above have 1. */
export const aspect = (h: Homography, w: Window): number => {
  const [c, r] = [w.column + (w.columns - 1) / 2, w.row + (w.rows - 1) / 2];
  const wide = distance(project(h, c - 1, r), project(h, c + 1, r));
  return wide / distance(project(h, c, r - 1), project(h, c, r + 1));
};

/** The places of the window's corner wells: first column and row, last column, last row, both. */
export const cornersOf = (w: Pick<Window, 'column' | 'row' | 'columns' | 'rows'>): [number, number][] => {
  const [r, b] = [w.column + w.columns - 1, w.row + w.rows - 1];
  return [[w.column, w.row], [r, w.row], [w.column, b], [r, b]];
};

/** The share of wells seen in the least seen of the window's four edges. */
export const edgeSeen = (nodes: readonly Node[], w: Window): number => {
  const inside = nodes.filter(at(w));
  const share = (on: (n: Node) => boolean, of: number) => inside.filter(on).length / of;
  return Math.min(
    share((n) => n.column === w.column, w.rows), share((n) => n.column === w.column + w.columns - 1, w.rows),
    share((n) => n.row === w.row, w.columns), share((n) => n.row === w.row + w.rows - 1, w.columns),
  );
};

const empty = (format: PlateFormat): Window => ({ format, column: 0, row: 0, columns: 0, rows: 0, inside: 0, outside: 0, score: 0 });

const placesFor = (format: PlateFormat, nodes: readonly Node[], columns: number, rows: number): Window[] => {
  const box = boxOf(nodes);
  const span = ([first, last]: [number, number], size: number) => {
    const [from, to] = [Math.min(first, last - size + 1) - 1, Math.max(first, last - size + 1) + 1];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  };
  return span(box.columns, columns).flatMap((column) => span(box.rows, rows).map((row) => ({ ...empty(format), column, row, columns, rows })));
};

/** Scores any of these windows. */
const scorer = (lattice: Lattice, map: HeatMap, windows: readonly Window[]): ((w: Window) => Window) => {
  if (!windows.length) return (w) => w;
  const ground = hullOf(windows);
  const count = lattice.nodes.length;
  const taken = new Set(lattice.nodes.map((n) => keyOf(n.column, n.row)));
  const nodes = boxSums(ground, (column, row) => (taken.has(keyOf(column, row)) ? 1 : 0));
  const seen = boxSums(ground, evidenceOf(lattice, map));
  return (w) => {
    const [inside, evidence] = [nodes(w), seen(w)];
    const missing = w.columns * w.rows - evidence;
    return { ...w, inside, outside: count - inside, score: evidence - MISSING * missing - (count - inside) };
  };
};

const keyOf = (column: number, row: number): number => 4096 * row + column;

/** 0..1 for each place; what is over half as strong as the lattice's typical well counts as a whole one, so faint plates speak as loud as clear ones. */
const evidenceOf = ({ homography: h, nodes }: Lattice, map: HeatMap) => {
  const whole = 0.55 * typicalHeat(nodes);
  return (column: number, row: number): number => Math.min(1, heatNear(map, project(h, column, row), 0.22 * pitchAt(h, column, row)) / whole);
};
