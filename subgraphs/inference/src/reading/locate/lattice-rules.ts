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

/** Peaks weaker than this share of a lattice's typical one are not of it: a plate's wells look alike, chance ones beside it are faint. */
const ALIKE = 0.45;

const STEPS = [[1, 0], [-1, 0], [0, 1], [0, -1]] as const;
/** How far, in pitches, the next well may lie from where it is expected. */
const REACH = 0.28;
/** Peaks from which a walk starts, spread over the photo; and the neighbours a start looks at. */
const SEEDS = 10;
const NEIGHBOURS = 24;
/** Axes of a lattice seen from above are square and equal; a photo may squeeze and skew them this far. */
const MOST_STRETCH = 2.2;
const LEAST_SINE = 0.5;

/**
 * The largest regular lattice among the peaks, lying at any angle, or null where there is none. Walks from peak to neighbouring
 * peak over those of at least `strong`, so that perspective and lens bend may change the pitch on the way; then jumps wells that
 * were not seen and takes in the fainter ones.
 */
export const findLattice = (peaks: readonly Peak[], strong: number): Lattice | null => {
  const clear = peaks.filter((p) => p.heat >= strong);
  let best: Node[] = [];
  for (const seed of seedsOf(clear)) {
    if (best.some((n) => n.peak === seed)) continue;
    const axes = axesAt(clear, seed);
    const nodes = axes ? walk(clear, seed, axes) : [];
    if (nodes.length > best.length) best = nodes;
  }
  const lattice = fitLattice(best);
  if (!lattice) return null;
  const least = ALIKE * typicalHeat(lattice.nodes);
  return extended(peaks.filter((p) => p.heat >= least), lattice);
};

/** The median answer of a lattice's wells. */
export const typicalHeat = (nodes: readonly Node[]): number => nodes.map((n) => n.peak.heat).sort((a, b) => a - b)[nodes.length >> 1];

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

/** Every peak near a place of the lattice, in a box of places; each place takes the nearest. */
export const indexed = (peaks: readonly Peak[], h: Homography, columns: [number, number], rows: [number, number]): Node[] => {
  const nodes: Node[] = [];
  for (let row = rows[0]; row <= rows[1]; row++) {
    for (let column = columns[0]; column <= columns[1]; column++) {
      const place = project(h, column, row);
      const best = nearest(peaks, place);
      if (best && distance(best, place) < 0.25 * pitchAt(h, column, row)) nodes.push({ column, row, peak: best });
    }
  }
  return nodes;
};

/** The box of places that the nodes take up. */
export const boxOf = (nodes: readonly Node[]): { columns: [number, number]; rows: [number, number] } => {
  const [cs, rs] = [nodes.map((n) => n.column), nodes.map((n) => n.row)];
  return { columns: [Math.min(...cs), Math.max(...cs)], rows: [Math.min(...rs), Math.max(...rs)] };
};

/** The lattice with wells that the walk could not reach, up to three places beyond what it has; twice, since each fit reaches further. */
const extended = (peaks: readonly Peak[], lattice: Lattice): Lattice => {
  let grown = lattice;
  for (let i = 0; i < 2; i++) {
    const { columns: [l, r], rows: [t, b] } = boxOf(grown.nodes);
    const next = fitLattice(indexed(peaks, grown.homography, [l - 3, r + 3], [t - 3, b + 3]));
    if (!next || next.nodes.length < grown.nodes.length) break;
    grown = next;
  }
  return grown;
};

const fitNodes = (nodes: Node[]): Homography | null =>
  fitHomography(nodes.map((n) => ({ x: n.column, y: n.row })), nodes.map((n) => n.peak));

const nearest = (peaks: readonly Peak[], at: Point): Peak | null => {
  let [best, least] = [null as Peak | null, Infinity];
  for (const p of peaks) {
    const d = (p.x - at.x) ** 2 + (p.y - at.y) ** 2;
    if (d < least) [best, least] = [p, d];
  }
  return best;
};

/** The strongest peak, then each time one of the stronger half that lies farthest from those taken. */
const seedsOf = (peaks: readonly Peak[]): Peak[] => {
  const strong = peaks.slice(0, Math.max(SEEDS, peaks.length >> 1));
  const away = strong.map(() => Infinity);
  const seeds: Peak[] = [];
  for (let at = 0; seeds.length < Math.min(SEEDS, strong.length);) {
    const taken = strong[at];
    seeds.push(taken);
    strong.forEach((p, i) => { away[i] = Math.min(away[i], distance(p, taken)); });
    at = away.reduce((b, v, i) => (v > away[b] ? i : b), 0);
  }
  return seeds;
};

const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
const length = (d: Point): number => Math.hypot(d.x, d.y);
const cross = (a: Point, b: Point): number => a.x * b.y - a.y * b.x;

/** The two steps of the lattice around a peak: the pair of differences to near peaks that most of its neighbours repeat. */
const axesAt = (peaks: readonly Peak[], seed: Peak): { u: Point; v: Point } | null => {
  const near = [...peaks].sort((a, b) => distance(a, seed) - distance(b, seed)).slice(0, NEIGHBOURS + 1);
  if (near.length < 6) return null;
  const steps = near.slice(1, 9).map((p) => minus(p, seed)).map((d) => ({ d, votes: votesFor(near, d) }));
  let best: { u: Point; v: Point } | null = null;
  let most = 0;
  for (const a of steps) {
    for (const b of steps) {
      const [la, lb] = [length(a.d), length(b.d)];
      if (la > lb || lb > MOST_STRETCH * la || Math.abs(cross(a.d, b.d)) < LEAST_SINE * la * lb) continue;
      // A shorter pair explains what a longer one does, and more.
      const score = (a.votes + b.votes) / (1 + 0.25 * ((la + lb) / length(steps[0].d)));
      if (score > most) [best, most] = [{ u: a.d, v: b.d }, score];
    }
  }
  return best && reduced(best);
};

/** The same lattice by its shortest steps: a diagonal may have had more votes where a neighbour was not seen. */
const reduced = ({ u, v }: { u: Point; v: Point }): { u: Point; v: Point } => {
  const k = Math.round((u.x * v.x + u.y * v.y) / (u.x * u.x + u.y * u.y));
  const shorter = { x: v.x - k * u.x, y: v.y - k * u.y };
  return k && length(shorter) < 0.9 * length(v) ? { u, v: shorter } : { u, v };
};

/** How many of the peaks have another one step on or back. */
const votesFor = (near: readonly Peak[], d: Point): number => {
  const reach = 0.2 * length(d);
  const hit = (p: Peak, sign: number) => near.some((q) => Math.abs(q.x - p.x - sign * d.x) < reach && Math.abs(q.y - p.y - sign * d.y) < reach);
  return near.filter((p) => hit(p, 1) || hit(p, -1)).length;
};

interface Visit extends Node {
  u: Point;
  v: Point;
}

const walk = (peaks: readonly Peak[], seed: Peak, axes: { u: Point; v: Point }): Node[] => {
  const taken = new Map<string, Visit>([['0,0', { column: 0, row: 0, peak: seed, ...axes }]]);
  const used = new Set<Peak>([seed]);
  const queue = [...taken.values()];
  for (let at = queue.shift(); at; at = queue.shift()) {
    for (const [dc, dr] of STEPS) {
      const key = `${at.column + dc},${at.row + dr}`;
      const next = taken.has(key) ? null : neighbour(peaks, at, dc, dr);
      if (!next || used.has(next.peak)) continue;
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
  const best = nearest(peaks, aim);
  if (!best || distance(best, aim) > REACH * length(step)) return null;
  const took = { x: (best.x - at.peak.x) * sign, y: (best.y - at.peak.y) * sign };
  const eased = { x: 0.7 * step.x + 0.3 * took.x, y: 0.7 * step.y + 0.3 * took.y };
  return { column: at.column + dc, row: at.row + dr, peak: best, u: dc ? eased : at.u, v: dc ? at.v : eased };
};
