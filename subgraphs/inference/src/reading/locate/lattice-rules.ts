import { distance, fitHomography, pitchAt, project } from './homography-rules.ts';
import type { Homography } from './homography-rules.ts';
import type { Peak } from './heat-map-rules.ts';
import type { Point } from '../plate-types.ts';

/** A peak with its place in the lattice; column and row count from an arbitrary peak until the plate's window is known. */
export interface Node {
  column: number;
  row: number;
  peak: Peak;
}

export interface Lattice {
  nodes: Node[];
  homography: Homography;
}

const STEPS = [[1, 0], [-1, 0], [0, 1], [0, -1]] as const;
/** How far, in pitches, the next well may lie from where it is expected. */
const REACH = 0.28;

/**
 * The largest regular lattice among the peaks, columns running rightwards and rows downwards, or null where
 * there is none. Walks from peak to neighbouring peak, so that perspective and lens bend may change the pitch on the way.
 */
export const findLattice = (peaks: readonly Peak[]): Lattice | null => {
  const axes = latticeAxes(peaks);
  if (!axes) return null;
  const walks = peaks.slice(0, 8).map((_, seed) => walk(peaks, seed, axes));
  const best = walks.reduce((a, b) => (b.length > a.length ? b : a));
  return fitLattice(best);
};

/** Fits the homography, leaves out nodes that lie over a quarter pitch from it, and fits again. */
export const fitLattice = (nodes: Node[]): Lattice | null => {
  let kept = nodes;
  let homography = fitNodes(kept);
  for (let i = 0; i < 3 && homography; i++) {
    const h = homography;
    kept = nodes.filter((n) => residual(h, n) < 0.25);
    homography = fitNodes(kept);
  }
  return homography && kept.length >= 6 ? { nodes: kept, homography } : null;
};

/** Distance between a node's peak and its place in the lattice, in pitches. */
export const residual = (h: Homography, { column, row, peak }: Node): number =>
  distance(project(h, column, row), peak) / pitchAt(h, column, row);

const fitNodes = (nodes: Node[]): Homography | null =>
  fitHomography(nodes.map((n) => ({ x: n.column, y: n.row })), nodes.map((n) => n.peak));

const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];

/** The two steps of the lattice from the differences of near peaks: u within 45 degrees of rightwards, v of downwards. */
const latticeAxes = (peaks: readonly Peak[]): { u: Point; v: Point } | null => {
  if (peaks.length < 6) return null;
  const nearest = peaks.map((p) => [...peaks].filter((q) => q !== p).map((q) => minus(q, p)).sort((a, b) => length(a) - length(b)).slice(0, 4));
  const typical = median(nearest.map((n) => length(n[0])));
  const steps = nearest.flat().filter((d) => length(d) < 1.35 * typical && length(d) > 0.6 * typical);
  if (steps.length < 6) return null;
  const four = steps.reduce((s, d) => ({ x: s.x + Math.cos(4 * Math.atan2(d.y, d.x)), y: s.y + Math.sin(4 * Math.atan2(d.y, d.x)) }), { x: 0, y: 0 });
  const angle = Math.atan2(four.y, four.x) / 4;
  const along = (a: number) => medianStep(steps, { x: Math.cos(a), y: Math.sin(a) }, typical);
  return { u: along(angle), v: along(angle + Math.PI / 2) };
};

const length = (d: Point): number => Math.hypot(d.x, d.y);

const medianStep = (steps: Point[], axis: Point, typical: number): Point => {
  const along = steps
    .map((d) => ({ d, c: d.x * axis.x + d.y * axis.y }))
    .filter(({ d, c }) => Math.abs(c) > 0.75 * length(d))
    .map(({ d, c }) => ({ x: d.x * Math.sign(c), y: d.y * Math.sign(c) }));
  if (!along.length) return { x: axis.x * typical, y: axis.y * typical };
  return { x: median(along.map((d) => d.x)), y: median(along.map((d) => d.y)) };
};

interface Visit extends Node {
  u: Point;
  v: Point;
}

const walk = (peaks: readonly Peak[], seed: number, axes: { u: Point; v: Point }): Node[] => {
  const taken = new Map<string, Visit>([['0,0', { column: 0, row: 0, peak: peaks[seed], ...axes }]]);
  const used = new Set<Peak>([peaks[seed]]);
  const queue = [...taken.values()];
  for (let at = queue.shift(); at; at = queue.shift()) {
    for (const [dc, dr] of STEPS) {
      const next = neighbour(peaks, at, dc, dr);
      const key = next && `${next.column},${next.row}`;
      if (!next || !key || taken.has(key) || used.has(next.peak)) continue;
      taken.set(key, next);
      used.add(next.peak);
      queue.push(next);
    }
  }
  return [...taken.values()].map(({ column, row, peak }) => ({ column, row, peak }));
};

/** The peak one step on, with the step it took: steps follow slowly, so one stray peak does not bend the walk. */
const neighbour = (peaks: readonly Peak[], at: Visit, dc: number, dr: number): Visit | null => {
  const step = dc ? at.u : at.v;
  const sign = dc + dr;
  const aim = { x: at.peak.x + sign * step.x, y: at.peak.y + sign * step.y };
  let best: Peak | null = null;
  for (const p of peaks) if (!best || distance(p, aim) < distance(best, aim)) best = p;
  if (!best || distance(best, aim) > REACH * length(step)) return null;
  const took = { x: (best.x - at.peak.x) * sign, y: (best.y - at.peak.y) * sign };
  const eased = { x: 0.7 * step.x + 0.3 * took.x, y: 0.7 * step.y + 0.3 * took.y };
  return { column: at.column + dc, row: at.row + dr, peak: best, u: dc ? eased : at.u, v: dc ? at.v : eased };
};
