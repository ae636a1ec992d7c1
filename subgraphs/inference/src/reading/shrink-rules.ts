import type { Photo } from './photo.ts';

/** Samples under each pixel, across and down: more of a large photo's pixels change nothing that the finder sees. */
const SAMPLES = 4;

/**
 * The photo at a smaller size, each pixel the mean of 4 x 4 spread over what it covers: that takes as long as the small picture is
 * large, however large the photo. For photos of at least twice the size.
 */
export const shrunk = ({ data, width, height }: Photo, toWidth: number, toHeight: number): Photo => {
  const out = new Uint8Array(3 * toWidth * toHeight);
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  // A look takes four bytes, so none begins at a line's last pixel.
  const columns = places(width, toWidth).map((x) => 3 * Math.min(x, width - 2));
  const lines = places(height, toHeight).map((y) => 3 * width * y);
  for (let y = 0; y < toHeight; y++) shrinkLine(bytes, columns, lines.subarray(SAMPLES * y, SAMPLES * (y + 1)), out.subarray(3 * toWidth * y, 3 * toWidth * (y + 1)));
  return { data: out, width: toWidth, height: toHeight };
};

/** The pixels under samples along a side. */
const places = (from: number, to: number): Int32Array => Int32Array.from({ length: SAMPLES * to }, (_, i) => Math.floor(((i + 0.5) * from) / (SAMPLES * to)));

/** One look takes all three colours; red and blue are summed in the halves of one number. Written out, since it is done a million times a plate. */
const shrinkLine = (bytes: DataView, columns: Int32Array, lines: Int32Array, out: Uint8Array): void => {
  for (let x = 0, o = 0; o < out.length; x += 4, o += 3) {
    const a = columns[x];
    const b = columns[x + 1];
    const c = columns[x + 2];
    const d = columns[x + 3];
    let redBlue = 0x80008;
    let green = 0x800;
    for (let j = 0; j < 4; j++) {
      const line = lines[j];
      const p = bytes.getInt32(line + a, true);
      const q = bytes.getInt32(line + b, true);
      const r = bytes.getInt32(line + c, true);
      const s = bytes.getInt32(line + d, true);
      redBlue += (p & 0xff00ff) + (q & 0xff00ff) + (r & 0xff00ff) + (s & 0xff00ff);
      green += (p & 0xff00) + (q & 0xff00) + (r & 0xff00) + (s & 0xff00);
    }
    out[o] = (redBlue & 0xffff) >> 4;
    out[o + 1] = green >> 12;
    out[o + 2] = redBlue >> 20;
  }
};
