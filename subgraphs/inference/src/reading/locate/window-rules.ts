import { heatNear } from './heat-map-rules.ts';
import type { HeatMap, Peak } from './heat-map-rules.ts';
import { distance, pitchAt, project } from './homography-rules.ts';
import type { Homography } from './homography-rules.ts';
import type { Lattice, Node } from './lattice-rules.ts';
import { COLUMNS, ROWS } from '../plate-types.ts';

/** A place for a plate of `columns` x `rows` in the lattice. */
export interface Window {
  column: number;
  row: number;
  columns: number;
  rows: number;
  /** Lattice nodes inside. */
  inside: number;
  /** Wells' worth of evidence: what the finder answers at every place inside, less the nodes left outside. */
  score: number;
}

export const at = (w: Window) => (n: { column: number; row: number }): boolean =>
  n.column >= w.column && n.column < w.column + w.columns && n.row >= w.row && n.row < w.row + w.rows;

/** Every place an 8x12 plate, lying or standing, could have among the nodes, best first. */
export const plateWindows = (lattice: Lattice, map: HeatMap): Window[] => {
  const evidence = memo((column, row) => evidenceAt(lattice.homography, map, column, row));
  const shapes = [[COLUMNS, ROWS], [ROWS, COLUMNS]];
  return shapes
    .flatMap(([columns, rows]) => placesFor(lattice.nodes, columns, rows))
    .map((w) => scored(w, lattice.nodes, evidence))
    .sort((a, b) => b.score - a.score);
};

/** One window, and those one step beside it: what tells a grid that is off by a row or a column. */
export const shiftedWindows = (lattice: Lattice, map: HeatMap): Window[] => {
  const evidence = memo((column, row) => evidenceAt(lattice.homography, map, column, row));
  const shifts = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]];
  return shifts.map(([column, row]) => scored({ column, row, columns: COLUMNS, rows: ROWS, inside: 0, score: 0 }, lattice.nodes, evidence));
};

/** Peaks as strong as wells that lie off the lattice: a second plate, or no plate at all. */
export const strays = (lattice: Lattice, peaks: readonly Peak[], least: number): number =>
  peaks.filter((p) => p.heat >= least && !lattice.nodes.some((n) => n.peak === p)).length;

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

export const cornersOf = (w: Window): [number, number][] => {
  const [r, b] = [w.column + w.columns - 1, w.row + w.rows - 1];
  return [[w.column, w.row], [r, w.row], [w.column, b], [r, b]];
};

const placesFor = (nodes: readonly Node[], columns: number, rows: number): Window[] => {
  const [cs, rs] = [nodes.map((n) => n.column), nodes.map((n) => n.row)];
  const span = (v: number[], size: number) => {
    const [from, to] = [Math.min(Math.min(...v), Math.max(...v) - size + 1) - 1, Math.max(Math.min(...v), Math.max(...v) - size + 1) + 1];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  };
  return span(cs, columns).flatMap((column) => span(rs, rows).map((row) => ({ column, row, columns, rows, inside: 0, score: 0 })));
};

const scored = (w: Window, nodes: readonly Node[], evidence: (column: number, row: number) => number): Window => {
  const inside = nodes.filter(at(w)).length;
  let score = inside - nodes.length;
  for (let r = 0; r < w.rows; r++) for (let c = 0; c < w.columns; c++) score += evidence(w.column + c, w.row + r);
  return { ...w, inside, score };
};

/** 0..1; half an answer counts as a whole one, so faint wells speak as loud as clear ones. */
const evidenceAt = (h: Homography, map: HeatMap, column: number, row: number): number =>
  Math.min(1, 2 * heatNear(map, project(h, column, row), 0.22 * pitchAt(h, column, row)));

const memo = (f: (column: number, row: number) => number) => {
  const known = new Map<string, number>();
  return (column: number, row: number): number => {
    const key = `${column},${row}`;
    const value = known.get(key) ?? f(column, row);
    known.set(key, value);
    return value;
  };
};
