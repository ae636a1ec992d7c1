import { distance, project } from './homography-rules.ts';
import { fitLattice } from './lattice-rules.ts';
import type { Lattice } from './lattice-rules.ts';
import { cornersOf } from './window-rules.ts';
import type { Window } from './window-rules.ts';
import { FORMATS } from '../plate-types.ts';
import type { Grid, Homography, Orientation } from '../plate-types.ts';

/**
 * The lattice with the window's wells numbered as the plate stands in the photo, unmirrored: its rows run rightwards or, where it
 * stands upright, downwards. That is UPRIGHT or TURNED_90; which of its ends is A1 is not known here. Null where it can't be fitted.
 */
export const standing = (lattice: Lattice, w: Window): Lattice | null => {
  const { rows, columns } = FORMATS[w.format];
  const nodes = new Map(lattice.nodes.map((n) => [`${n.column},${n.row}`, n]));
  const place = placeOf(lattice.homography, w, columns !== w.columns);
  const numbered = Array.from({ length: rows * columns }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const node = nodes.get(place(column, row).join());
    return node ? [{ column, row, peak: node.peak }] : [];
  }).flat();
  return fitLattice(numbered);
};

/** The direction of the plate's rows (column 1 to the last) in the photo, in degrees clockwise from rightwards, -180..180. */
export const rowAngle = ({ homography, rows, columns }: Pick<Grid, 'homography' | 'rows' | 'columns'>): number => {
  const [a, b] = [project(homography, 0, (rows - 1) / 2), project(homography, columns - 1, (rows - 1) / 2)];
  return (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
};

/** True where the plate's rows run rather down the photo than across it. */
export const isPortrait = (grid: Pick<Grid, 'homography' | 'rows' | 'columns'>): boolean => Math.abs(Math.sin((rowAngle(grid) * Math.PI) / 180)) > Math.SQRT1_2;

/** True where the photo shows the plate in a mirror: going from its rows to its columns turns anticlockwise. */
export const isMirrored = (h: Homography, rows: number, columns: number): boolean => {
  const [o, c, r] = [project(h, 0, 0), project(h, columns - 1, 0), project(h, 0, rows - 1)];
  return (c.x - o.x) * (r.y - o.y) - (c.y - o.y) * (r.x - o.x) < 0;
};

/** How a plate whose wells are numbered in its own order lies in the photo; null where it is mirrored and turned, which has no name. */
export const orientationOf = (grid: Pick<Grid, 'homography' | 'rows' | 'columns'>): Orientation | null => {
  const quarter = ((Math.round(rowAngle(grid) / 90) % 4) + 4) % 4;
  if (isMirrored(grid.homography, grid.rows, grid.columns)) return quarter === 2 ? 'MIRRORED' : null;
  return (['UPRIGHT', 'TURNED_90', 'TURNED_180', 'TURNED_270'] as const)[quarter];
};

/** The grid with its wells numbered for another orientation of the same shape; null where the plate's shape rules it out. */
export const reorient = (grid: Grid, to: Orientation): Grid | null => {
  const ways = [[false, false], [true, true], [true, false], [false, true]].map(([c, r]) => renumbered(grid, c, r));
  return ways.find((g) => orientationOf(g) === to) ?? null;
};

const renumbered = (grid: Grid, flipColumns: boolean, flipRows: boolean): Grid => {
  const { rows, columns, homography: h } = grid;
  const from = (column: number, row: number) => [flipColumns ? columns - 1 - column : column, flipRows ? rows - 1 - row : row];
  const centres = grid.centres.map((_, i) => {
    const [c, r] = from(i % columns, Math.floor(i / columns));
    return grid.centres[r * columns + c];
  });
  const [sx, tx, sy, ty] = [flipColumns ? -1 : 1, flipColumns ? columns - 1 : 0, flipRows ? -1 : 1, flipRows ? rows - 1 : 0];
  const turned = [0, 3, 6].flatMap((k) => [h[k] * sx, h[k + 1] * sy, h[k] * tx + h[k + 1] * ty + h[k + 2]]);
  return { ...grid, centres, homography: turned.map((v) => v / turned[8]) };
};

/** From the plate's (column, row) to the lattice's, so that the plate is unmirrored and its rows point rightwards or downwards. */
const placeOf = (h: Homography, w: Window, swapped: boolean) => {
  const ways = [false, true].flatMap((flipC) => [false, true].map((flipR) => (column: number, row: number): [number, number] => {
    const [a, b] = swapped ? [row, column] : [column, row];
    return [w.column + (flipC ? w.columns - 1 - a : a), w.row + (flipR ? w.rows - 1 - b : b)];
  }));
  const { rows, columns } = FORMATS[w.format];
  return ways.find((place) => {
    const [o, c, r] = [place(0, 0), place(columns - 1, 0), place(0, rows - 1)].map(([x, y]) => project(h, x, y));
    const turn = (c.x - o.x) * (r.y - o.y) - (c.y - o.y) * (r.x - o.x);
    const angle = Math.atan2(c.y - o.y, c.x - o.x);
    return turn > 0 && angle > -Math.PI / 4 && angle <= (3 * Math.PI) / 4;
  }) ?? ways[0];
};

/** The shorter of the window's diagonals over the longer. */
export const skew = (h: Homography, w: Window): number => {
  const [a, b, c, d] = cornersOf(w).map(([x, y]) => project(h, x, y));
  const [p, q] = [distance(a, d), distance(b, c)];
  return Math.min(p, q) / Math.max(p, q);
};
