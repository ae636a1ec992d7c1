import type { HeatMap, Peak } from './heat-map-rules.ts';
import { distance, project } from './homography-rules.ts';
import { boxOf, typicalHeat } from './lattice-rules.ts';
import type { Lattice, Node } from './lattice-rules.ts';
import { FORMATS } from '../plate-types.ts';
import type { Point } from '../plate-types.ts';

/** The solid part of a lattice: rows and columns in which wells stand side by side. */
export interface Block {
  columns: [number, number];
  rows: [number, number];
  /** The share of its places in the photo where a well was seen, 0..1. */
  filled: number;
  /** On how many of its four sides the next row or column would lie outside the photo. */
  cut: number;
}

/** An outer row or column belongs to the block where at least this share of it was seen. */
const LEAST_OF_LINE = 0.4;
/** A side runs out of the photo where this share of its next places lies outside. */
const OUTSIDE = 0.5;

/** Rows and columns of wells meet at right angles; seen from 45 degrees aside still at this sine. Honeycombs and bricks have less. */
const LEAST_SINE = 0.93;
/** Of what is as strong as the lattice's wells, the share that must belong to it; letters and grain lie beside any lattice laid over them. */
const LEAST_EXPLAINED = 0.6;
/** A plate's block is all but full; printed forms leave gaps between their columns. */
const LEAST_FILLED = 0.8;
/** Wells are plain to the finder at one of its looks; what it takes for wells elsewhere is faint. */
const LEAST_HEAT = 0.5;
/** Rows and columns are as far apart but for perspective, here of 46 degrees; lines of print are not. */
const MOST_SQUEEZE = 1.45;
/** What runs out of the photo on more sides than two fills it, unless it is just as large as a plate: a texture, or a plate that can't be told from one. */
const MOST_CUT = 2;

/** The lattice's box, less outer rows and columns that a few peaks beside the plate have opened. */
export const blockOf = ({ nodes, homography: h }: Pick<Lattice, 'nodes' | 'homography'>, map: HeatMap): Block => {
  const inside = inPhoto(map);
  const box = boxOf(nodes);
  while (trimmed(box, nodes, (c, r) => inside(project(h, c, r))));
  const within = nodes.filter((n) => inBox(box, n)).length;
  const places = gridOf(box).filter(([c, r]) => inside(project(h, c, r))).length;
  return { ...box, filled: within / Math.max(1, places), cut: sidesOf(box).filter((side) => side.filter(([c, r]) => !inside(project(h, c, r))).length > OUTSIDE * side.length).length };
};

export const inBox = ({ columns, rows }: Pick<Block, 'columns' | 'rows'>, { column, row }: Pick<Node, 'column' | 'row'>): boolean =>
  column >= columns[0] && column <= columns[1] && row >= rows[0] && row <= rows[1];

/**
 * Whether what stands in rows and columns may be a plate's wells at all, so that a refusal may say what is wrong with the plate:
 * cut off, of another format, one of two. `explained` are further peaks that have their place, those of a second plate.
 */
export const isPlain = ({ nodes, homography }: Lattice, block: Block, peaks: readonly Peak[], explained: number): boolean => {
  const heat = typicalHeat(nodes);
  const alike = peaks.filter((p) => p.heat >= 0.6 * heat).length;
  const { sine, squeeze } = axesAt(homography, block);
  return heat >= LEAST_HEAT && (block.cut <= MOST_CUT || isWhole(block)) && block.filled >= LEAST_FILLED && nodes.length + explained >= LEAST_EXPLAINED * alike && sine >= LEAST_SINE && squeeze <= MOST_SQUEEZE;
};

const isWhole = ({ columns: [l, r], rows: [t, b] }: Block): boolean =>
  Object.values(FORMATS).some(({ columns, rows }) => (columns === r - l + 1 && rows === b - t + 1) || (rows === r - l + 1 && columns === b - t + 1));

type Place = [column: number, row: number];

const span = ([from, to]: [number, number]): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

const gridOf = ({ columns, rows }: Pick<Block, 'columns' | 'rows'>): Place[] => span(rows).flatMap((r) => span(columns).map((c): Place => [c, r]));

/** The places just beyond the box: left, right, above, below. */
const sidesOf = ({ columns: [l, r], rows: [t, b] }: Pick<Block, 'columns' | 'rows'>): Place[][] =>
  [[[l - 1, l - 1], [t, b]], [[r + 1, r + 1], [t, b]], [[l, r], [t - 1, t - 1]], [[l, r], [b + 1, b + 1]]]
    .map(([columns, rows]) => gridOf({ columns: columns as [number, number], rows: rows as [number, number] }));

/** Takes away one outer line of which too little was seen; false where there is none. */
const trimmed = (box: Pick<Block, 'columns' | 'rows'>, nodes: readonly Node[], inside: (column: number, row: number) => boolean): boolean => {
  for (const [key, other, axis] of [['columns', 'rows', 'column'], ['rows', 'columns', 'row']] as const) {
    for (const end of [0, 1]) {
      if (box[key][0] >= box[key][1]) continue;
      const at = box[key][end];
      const places = span(box[other]).filter((v) => (key === 'columns' ? inside(at, v) : inside(v, at))).length;
      if (nodes.filter((n) => n[axis] === at && inBox(box as Block, n)).length >= LEAST_OF_LINE * places) continue;
      box[key][end] += end ? -1 : 1;
      return true;
    }
  }
  return false;
};

const inPhoto = (map: HeatMap) => {
  const [right, bottom] = [map.width * map.scaleX + map.left, map.height * map.scaleY + map.top];
  return (p: Point): boolean => p.x >= map.left && p.y >= map.top && p.x < right && p.y < bottom;
};

/** At the block's middle: the sine of the angle between rows and columns, and the longer of the two steps over the shorter. */
const axesAt = (h: Lattice['homography'], { columns, rows }: Block): { sine: number; squeeze: number } => {
  const [c, r] = [(columns[0] + columns[1]) / 2, (rows[0] + rows[1]) / 2];
  const [o, a, b] = [project(h, c, r), project(h, c + 1, r), project(h, c, r + 1)];
  const [u, v] = [distance(o, a), distance(o, b)];
  return { sine: Math.abs((a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)) / (u * v), squeeze: Math.max(u / v, v / u) };
};
