import { distance, project } from '../locate/homography-rules.ts';
import type { Homography, Point } from '../plate-types.ts';

/** Columns and rows of a plate, and where its wells lie in the upright photo, by the plate's own names. */
export interface PlateInPhoto { width: number; height: number; columns: number; rows: number; homography: Homography }

/** How a photo is turned, cut and enlarged so that its plate stands upright, A1 at the upper left, and can be written on. */
export interface View {
  /** Left and right are exchanged first, */
  flop: boolean;
  /** then it is turned clockwise by so many degrees, */
  turn: number;
  /** size after turning, pixels, */
  turned: { width: number; height: number };
  /** then this part is taken, */
  crop: { left: number; top: number; width: number; height: number };
  /** and enlarged. */
  scale: number;
  width: number;
  height: number;
  /** A place of the upright photo in the view. */
  place: (p: Point) => Point;
}

/** A plate nearly upright is left as it stands: its photo keeps its pixels. */
const LEFT_AS_IT_IS = 10;
/** A plate that fills less of the photo than this is cut out of it. */
const FILLS = 0.7;
/** Around the plate's wells, in pitches: names of rows and columns, and a little of what lies around. */
const MARGIN = 1.4;
/** Pixels a pitch at which confidence can be read; photos with less are enlarged, at most so often. */
const LEGIBLE_PITCH = 72;
const MOST_SCALE = 6;

export const viewOf = (plate: PlateInPhoto): View => {
  const { flop, turn } = poseOf(plate);
  const turned = turnedSize(plate, turn);
  const place = turner(plate, flop, turn, turned);
  const crop = cropOf(plate, turned, place);
  const scale = Math.min(MOST_SCALE, Math.max(1, LEGIBLE_PITCH / pitchOf(plate)));
  return {
    flop, turn, turned, crop, scale, width: Math.round(crop.width * scale), height: Math.round(crop.height * scale),
    place: (p) => {
      const { x, y } = place(p);
      return { x: (x - crop.left) * scale, y: (y - crop.top) * scale };
    },
  };
};

/** Whether rows and columns run the wrong way round, and by how much to turn what is left. */
const poseOf = ({ homography: h, columns, rows, width }: PlateInPhoto): { flop: boolean; turn: number } => {
  const [a, b, c] = [project(h, 0, 0), project(h, columns - 1, 0), project(h, 0, rows - 1)];
  const flop = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) < 0;
  const [from, to] = flop ? [{ ...a, x: width - a.x }, { ...b, x: width - b.x }] : [a, b];
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const quarter = Math.round(angle / 90) * 90;
  const exact = Math.abs(angle - quarter) <= LEFT_AS_IT_IS ? quarter : angle;
  return { flop, turn: (360 - exact) % 360 };
};

const radians = (degrees: number): { cos: number; sin: number } => ({ cos: Math.cos((degrees * Math.PI) / 180), sin: Math.sin((degrees * Math.PI) / 180) });

const turnedSize = ({ width, height }: PlateInPhoto, turn: number): { width: number; height: number } => {
  const { cos, sin } = radians(turn);
  return { width: Math.round(Math.abs(width * cos) + Math.abs(height * sin)), height: Math.round(Math.abs(width * sin) + Math.abs(height * cos)) };
};

const turner = ({ width, height }: PlateInPhoto, flop: boolean, turn: number, turned: { width: number; height: number }) => {
  const { cos, sin } = radians(turn);
  return (p: Point): Point => {
    const [x, y] = [(flop ? width - p.x : p.x) - width / 2, p.y - height / 2];
    return { x: x * cos - y * sin + turned.width / 2, y: x * sin + y * cos + turned.height / 2 };
  };
};

const pitchOf = ({ homography: h, columns, rows }: PlateInPhoto): number =>
  (distance(project(h, 0, 0), project(h, columns - 1, 0)) / (columns - 1) + distance(project(h, 0, 0), project(h, 0, rows - 1)) / (rows - 1)) / 2;

const cropOf = ({ homography: h, columns, rows }: PlateInPhoto, turned: { width: number; height: number }, place: (p: Point) => Point): View['crop'] => {
  const corners = [[-MARGIN, -MARGIN], [columns - 1 + MARGIN, -MARGIN], [-MARGIN, rows - 1 + MARGIN], [columns - 1 + MARGIN, rows - 1 + MARGIN]].map(([c, r]) => place(project(h, c, r)));
  const span = (values: number[], size: number) => {
    const [from, to] = [Math.max(0, Math.floor(Math.min(...values))), Math.min(size, Math.ceil(Math.max(...values)))];
    return { from, size: to - from };
  };
  const [x, y] = [span(corners.map((p) => p.x), turned.width), span(corners.map((p) => p.y), turned.height)];
  const whole = x.size >= FILLS * turned.width && y.size >= FILLS * turned.height;
  return whole ? { left: 0, top: 0, ...turned } : { left: x.from, top: y.from, width: x.size, height: y.size };
};
