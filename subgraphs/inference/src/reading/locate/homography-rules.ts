import type { Homography, Point } from '../plate-types.ts';

export type { Homography } from '../plate-types.ts';

export const project = (h: Homography, x: number, y: number): Point => {
  const w = h[6] * x + h[7] * y + h[8];
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
};

/** The homography back. */
export const inverse = ([a, b, c, d, e, f, g, h, i]: Homography): Homography =>
  [e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d];

/**
 * The least-squares homography that takes `from[i]` to `to[i]`, or null where fewer than four points are given
 * or they lie on one line. Points are centred and scaled first, so pixels in the thousands lose no digits.
 */
export const fitHomography = (from: readonly Point[], to: readonly Point[]): Homography | null => {
  if (from.length < 4) return null;
  const a = normaliser(from);
  const b = normaliser(to);
  const solved = solve(normalEquations(from.map(a.apply), to.map(b.apply)));
  if (!solved) return null;
  const h = multiply(multiply(b.back, [...solved, 1]), a.forth);
  return Math.abs(h[8]) < 1e-12 ? null : h.map((v) => v / h[8]);
};

/** Distance between two lattice steps at (x, y): the mean of the local column and row pitch, in pixels. */
export const pitchAt = (h: Homography, x: number, y: number): number => {
  const [l, r, t, b] = [project(h, x - 0.5, y), project(h, x + 0.5, y), project(h, x, y - 0.5), project(h, x, y + 0.5)];
  return (distance(l, r) + distance(t, b)) / 2;
};

export const distance = (a: Point, b: Point): number => {
  // Math.hypot guards against numbers no photo has, and takes ten times as long.
  const [x, y] = [a.x - b.x, a.y - b.y];
  return Math.sqrt(x * x + y * y);
};

const normaliser = (points: readonly Point[]) => {
  const n = points.length;
  const cx = points.reduce((s, p) => s + p.x, 0) / n;
  const cy = points.reduce((s, p) => s + p.y, 0) / n;
  const k = Math.SQRT2 / (points.reduce((s, p) => s + Math.hypot(p.x - cx, p.y - cy), 0) / n || 1);
  return {
    apply: (p: Point): Point => ({ x: (p.x - cx) * k, y: (p.y - cy) * k }),
    forth: [k, 0, -cx * k, 0, k, -cy * k, 0, 0, 1],
    back: [1 / k, 0, cx, 0, 1 / k, cy, 0, 0, 1],
  };
};

/** The 8x9 system (A'A | A'b) of the direct linear transform: its blocks are sums over the points, weighed by where they go. */
const normalEquations = (from: readonly Point[], to: readonly Point[]): number[][] => {
  const all = block(from, () => 1);
  const across = block(from, (i) => to[i].x);
  const down = block(from, (i) => to[i].y);
  const square = block(from, (i) => to[i].x * to[i].x + to[i].y * to[i].y);
  return [
    ...[0, 1, 2].map((k) => [...all[k], 0, 0, 0, -across[k][0], -across[k][1], across[k][2]]),
    ...[0, 1, 2].map((k) => [0, 0, 0, ...all[k], -down[k][0], -down[k][1], down[k][2]]),
    ...[0, 1].map((k) => [...across[k], ...down[k]].map((v) => -v).concat(square[k][0], square[k][1], -square[k][2])),
  ];
};

/** The weighed sum of (x, y, 1)' (x, y, 1). */
const block = (points: readonly Point[], weight: (i: number) => number): number[][] => {
  let [xx, xy, yy, x, y, one] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < points.length; i++) {
    const p = points[i];
    const w = weight(i);
    xx += w * p.x * p.x;
    xy += w * p.x * p.y;
    yy += w * p.y * p.y;
    x += w * p.x;
    y += w * p.y;
    one += w;
  }
  return [[xx, xy, x], [xy, yy, y], [x, y, one]];
};

/** Gauss-Jordan with row exchange on n lines of n + 1 numbers; null where the matrix is singular. */
export const solve = (m: number[][]): number[] | null => {
  const n = m.length;
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r][c]) > Math.abs(m[p][c])) p = r;
    if (Math.abs(m[p][c]) < 1e-10) return null;
    [m[c], m[p]] = [m[p], m[c]];
    for (let r = 0; r < n; r++) {
      const k = r === c ? 0 : m[r][c] / m[c][c];
      if (k) for (let j = c; j <= n; j++) m[r][j] -= k * m[c][j];
    }
  }
  return m.map((line, i) => line[n] / line[i]);
};

const multiply = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, i) => {
    const [r, c] = [Math.floor(i / 3), i % 3];
    return a[3 * r] * b[c] + a[3 * r + 1] * b[3 + c] + a[3 * r + 2] * b[6 + c];
  });
