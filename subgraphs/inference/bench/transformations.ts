import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { fitHomography, project } from '../src/reading/locate/homography-rules.ts';
import type { Point } from '../src/reading/index.ts';

/** The same photograph otherwise, by name. */
export const transformations = (photo: Buffer): [name: string, make: () => Promise<Buffer>][] => {
  const as = (change: (s: Sharp) => Sharp) => () => change(sharp(photo)).png({ compressionLevel: 1 }).toBuffer();
  return [
    ...[90, 180, 270].map((angle): [string, () => Promise<Buffer>] => [`turned ${angle}`, as((s) => s.rotate(angle))]),
    ['mirrored', as((s) => s.flop())],
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation): [string, () => Promise<Buffer>] => [`EXIF ${orientation}`, () => withExif(photo, orientation)]),
    ['0.5x', as((s) => s.resize(850))],
    ['2x', as((s) => s.resize(3400))],
    ['JPEG 40', () => sharp(photo).jpeg({ quality: 40 }).toBuffer()],
    ['15 % darker', as((s) => s.linear(0.85, 0))],
    ['15 % brighter', as((s) => s.linear(1.15, 0))],
    ['cropped to the plate', as((s) => s.extract({ left: 100, top: 90, width: 1570, height: 1080 }))],
    ['small in a larger picture', as((s) => s.resize(1000).extend({ top: 700, bottom: 500, left: 900, right: 700, background: '#7a6f66' }))],
    ...[0, 90, 180, 270].map((way): [string, () => Promise<Buffer>] => [`15 degrees of perspective from ${way}`, () => leaning(photo, 15, way)]),
  ];
};

/** Stored the way that the EXIF orientation undoes. Each undoes itself but for 6 and 8, which undo each other. */
const withExif = async (photo: Buffer, orientation: number): Promise<Buffer> => {
  const inverse = { 6: 8, 8: 6 }[orientation] ?? orientation;
  const tagged = await sharp(photo).withMetadata({ orientation: inverse }).jpeg({ quality: 97 }).toBuffer();
  const stored = await sharp(tagged).autoOrient().png().toBuffer();
  return sharp(stored).withMetadata({ orientation }).jpeg({ quality: 97 }).toBuffer();
};

/** The photo as a flat sheet, turned away from the camera by that angle; `way` is the side (degrees) that goes back. */
const leaning = async (photo: Buffer, degrees: number, way: number): Promise<Buffer> => {
  const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const corners = [[0, 0], [width, 0], [width, height], [0, height]].map(([x, y]) => ({ x, y }));
  const seen = corners.map((corner) => seenFrom(corner, width, height, degrees, way));
  const back = fitHomography(seen, corners)!;
  const out = Buffer.alloc(data.length, 128);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) copy(data, width, height, project(back, x + 0.5, y + 0.5), out, 3 * (y * width + x));
  return sharp(out, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 1 }).toBuffer();
};

/** From three widths away. */
const seenFrom = ({ x, y }: Point, width: number, height: number, degrees: number, way: number): Point => {
  const [a, w] = [(degrees * Math.PI) / 180, (way * Math.PI) / 180];
  const [dx, dy] = [x - width / 2, y - height / 2];
  const [along, across] = [dx * Math.cos(w) + dy * Math.sin(w), -dx * Math.sin(w) + dy * Math.cos(w)];
  const nearness = (3 * width) / (3 * width + along * Math.sin(a));
  const [u, v] = [along * Math.cos(a) * nearness, across * nearness];
  return { x: width / 2 + u * Math.cos(w) - v * Math.sin(w), y: height / 2 + u * Math.sin(w) + v * Math.cos(w) };
};

const copy = (from: Buffer, width: number, height: number, { x, y }: Point, to: Buffer, at: number): void => {
  const [x0, y0] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) return;
  const [fx, fy] = [x - 0.5 - x0, y - 0.5 - y0];
  const i = 3 * (y0 * width + x0);
  for (let c = 0; c < 3; c++) {
    to[at + c] = (1 - fy) * ((1 - fx) * from[i + c] + fx * from[i + 3 + c]) + fy * ((1 - fx) * from[i + 3 * width + c] + fx * from[i + 3 * width + 3 + c]);
  }
};
