import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A noisy photo, different for each seed; noise keeps its bytes from compressing away. */
export const picture = (seed: number, width = 400, height = 300) => {
  const pixels = new Uint8Array(width * height * 3);
  let state = seed + 1;
  for (let i = 0; i < pixels.length; i += 1) { state = (state * 1103515245 + 12345) % 2147483648; pixels[i] = state >> 16; }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
};

export const jpeg = (seed: number, width?: number, height?: number): Promise<Buffer> => picture(seed, width, height).jpeg().toBuffer();

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A small PNG of 1-bit black that says it is `side` pixels square. */
export const pngBomb = (side: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side), { level: 9 });
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
};

/** A 24-bit BMP of one grey. */
export const bmp = (): Buffer => {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + 16 * 16 * 3, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(16, 18);
  header.writeInt32LE(16, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, Buffer.alloc(16 * 16 * 3, 128)]);
};

export const SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="50" height="50"><image xlink:href="file:///etc/passwd" width="10" height="10"/></svg>';
