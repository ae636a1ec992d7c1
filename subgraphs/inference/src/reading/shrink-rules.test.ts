import fc from 'fast-check';
import type { Photo } from './photo.ts';
import { shrunk } from './shrink-rules.ts';

const photoOf = (width: number, height: number, colour: (x: number, y: number) => [number, number, number]): Photo =>
  ({ data: Uint8Array.from(Array.from({ length: width * height }, (_, i) => colour(i % width, Math.floor(i / width))).flat()), width, height });

describe('a shrunk photo', () => {
  it('is as large as asked for, and of one colour where the photo is', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(fc.property(fc.tuple(byte, byte, byte), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 2, max: 7 }), (colour, side, times) => {
      const small = shrunk(photoOf(side * times + 1, side * times, () => colour), side, side);
      expect([small.width, small.height]).toEqual([side, side]);
      expect(small.data).toEqual(photoOf(side, side, () => colour).data);
    }), { numRuns: 30 });
  });

  it('holds the mean of what each pixel covers, each colour for itself', () => {
    const small = shrunk(photoOf(48, 36, (x, y) => [5 * x, 7 * y, x % 4 < 2 ? 0 : 200]), 12, 9);
    const at = (x: number, y: number) => [...small.data.subarray(3 * (y * 12 + x), 3 * (y * 12 + x) + 3)];
    for (const [x, y] of [[0, 0], [5, 3], [10, 8]]) expect(at(x, y)).toEqual([5 * (4 * x + 1.5), 7 * (4 * y + 1.5), 100].map(Math.round));
  });
});
