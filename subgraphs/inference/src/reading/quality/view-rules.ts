import { pitchAt, project } from '../locate/homography-rules.ts';
import type { Grid, Point } from '../plate-types.ts';

/** Degrees between the line of sight and the plate's axis: a square of wells seen at an angle is shorter one way. */
export const tiltOf = ({ homography: h, rows, columns }: Grid): number => {
  const [c, r] = [(columns - 1) / 2, (rows - 1) / 2];
  const [left, right, top, bottom] = [project(h, c - 1, r), project(h, c + 1, r), project(h, c, r - 1), project(h, c, r + 1)];
  const [long, short] = stretch({ x: right.x - left.x, y: right.y - left.y }, { x: bottom.x - top.x, y: bottom.y - top.y });
  return (Math.acos(Math.min(1, short / long)) * 180) / Math.PI;
};

/** The longest and the shortest that a unit step becomes (the singular values of the matrix with columns u and v). */
const stretch = (u: Point, v: Point): [number, number] => {
  const sum = u.x * u.x + u.y * u.y + v.x * v.x + v.y * v.y;
  const area = u.x * v.y - u.y * v.x;
  const root = Math.sqrt(Math.max(0, sum * sum - 4 * area * area));
  return [Math.sqrt((sum + root) / 2), Math.sqrt(Math.max(0, (sum - root) / 2))];
};

/** Pixels from well to well at the plate's middle. */
export const middlePitch = ({ homography, rows, columns }: Grid): number => pitchAt(homography, (columns - 1) / 2, (rows - 1) / 2);

/** From the well nearest the photo's edge to that edge, in pitches; below 0 where a centre lies outside. */
export const roomOf = (grid: Grid, width: number, height: number): number => {
  const pitch = middlePitch(grid);
  return Math.min(...grid.centres.map(({ x, y }) => Math.min(x, y, width - x, height - y))) / pitch;
};
