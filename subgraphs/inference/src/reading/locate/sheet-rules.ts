import type { Photo } from '../photo.ts';
import type { Grid, Homography, Point } from '../plate-types.ts';

/** A plate seen from straight above: grey samples, `FINE` a pitch, in the plate's own directions, so that its rims are as round as it made them. */
export interface Sheet {
  data: Float32Array;
  width: number;
  height: number;
}

/** Samples a pitch. */
export const FINE = 16;
/** Looks under each sample, across and down. */
const LOOKS = 3;

/** The plate with `room` samples around its outermost wells' places; what lies outside the photo is as its border is. */
export const sheetOf = (photo: Photo, { homography, rows, columns }: Pick<Grid, 'homography' | 'rows' | 'columns'>, room: number): Sheet => {
  const [width, height] = [(columns - 1) * FINE + 2 * room + 1, (rows - 1) * FINE + 2 * room + 1];
  const data = new Float32Array(width * height);
  const h = Float64Array.from(fromLooks(homography, room));
  const bytes = new DataView(photo.data.buffer, photo.data.byteOffset, photo.data.byteLength);
  for (let line = 0; line < height * LOOKS; line++) {
    addLine(bytes, photo.width, photo.height, h, line, data.subarray(Math.floor(line / LOOKS) * width, (Math.floor(line / LOOKS) + 1) * width));
  }
  return { data, width, height };
};

/** A place of the plate, counted in wells, as one of the sheet. */
export const onSheet = ({ x, y }: Point, room: number): Point => ({ x: x * FINE + room, y: y * FINE + room });

/** A place of the sheet as column and row of the plate. */
export const onPlate = ({ x, y }: Point, room: number): [number, number] => [(x - room) / FINE, (y - room) / FINE];

/** The homography that takes looks, counted from the sheet's corner, to the photo. */
const fromLooks = (h: Homography, room: number): Homography => {
  const step = 1 / (FINE * LOOKS);
  const first = ((1 - LOOKS) / 2) * step - room / FINE;
  return [0, 3, 6].flatMap((k) => [h[k] * step, h[k + 1] * step, (h[k] + h[k + 1]) * first + h[k + 2]]);
};

/** A pixel's width in the whole numbers that places are counted in: they reach to 131 072 pixels. */
const ONE = 1 << 14;
// Taken out of Math once: a look into it is dear in a test's sandbox.
const { imul } = Math;

/** Adds a line of looks to the samples that they lie in. Perspective is followed from sample to sample; the looks of one lie evenly between. */
const addLine = (bytes: DataView, photoWidth: number, photoHeight: number, h: Float64Array, line: number, out: Float32Array): void => {
  // A look takes four bytes, so none begins at the last pixel.
  const right = photoWidth - 2;
  const bottom = photoHeight - 1;
  let x = h[1] * line + h[2];
  let y = h[4] * line + h[5];
  let w = h[7] * line + h[8];
  let left = ((x * ONE) / w) | 0;
  let top = ((y * ONE) / w) | 0;
  for (let i = 0; i < out.length; i++) {
    x += LOOKS * h[0];
    y += LOOKS * h[3];
    w += LOOKS * h[6];
    const nextLeft = ((x * ONE) / w) | 0;
    const nextTop = ((y * ONE) / w) | 0;
    const stepX = ((nextLeft - left) / LOOKS) | 0;
    const stepY = ((nextTop - top) / LOOKS) | 0;
    let redBlue = 0;
    let green = 0;
    for (let look = 0; look < LOOKS; look++) {
      const px = left >> 14;
      const py = top >> 14;
      const at = (imul(py < 0 ? 0 : py > bottom ? bottom : py, photoWidth) + (px < 0 ? 0 : px > right ? right : px)) | 0;
      const pixel = bytes.getInt32(imul(3, at), true);
      redBlue = (redBlue + (pixel & 0xff00ff)) | 0;
      green = (green + (pixel & 0xff00)) | 0;
      left = (left + stepX) | 0;
      top = (top + stepY) | 0;
    }
    out[i] += (redBlue & 0xffff) + (redBlue >> 16) + (green >> 7);
    left = nextLeft;
    top = nextTop;
  }
};
