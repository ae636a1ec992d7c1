import fc from 'fast-check';
import sharp from 'sharp';
import { fitHomography } from '../locate/homography-rules.ts';
import type { Point } from '../plate-types.ts';
import { turnPhoto } from './turn-photo.ts';
import { viewOf, type PlateInPhoto } from './view-rules.ts';

const [WIDTH, HEIGHT] = [640, 480];

/** A plate of that pitch in the middle of the photo, turned clockwise, seen from behind where it is mirrored. */
const plateAt = (turn: number, mirrored: boolean, pitch = 30): PlateInPhoto => {
  const a = (turn * Math.PI) / 180;
  const place = (c: number, r: number): Point => {
    const [x, y] = [(c - 5.5) * pitch, (r - 3.5) * pitch];
    const p = { x: x * Math.cos(a) - y * Math.sin(a), y: x * Math.sin(a) + y * Math.cos(a) };
    return { x: WIDTH / 2 + (mirrored ? -p.x : p.x), y: HEIGHT / 2 + p.y };
  };
  const at = [[0, 0], [11, 0], [0, 7], [11, 7]] as const;
  const homography = fitHomography(at.map(([x, y]) => ({ x, y })), at.map(([c, r]) => place(c, r)))!;
  return { width: WIDTH, height: HEIGHT, columns: 12, rows: 8, homography };
};
const wellsOf = ({ homography: h }: PlateInPhoto) => (c: number, r: number): Point => {
  const w = h[6] * c + h[7] * r + h[8];
  return { x: (h[0] * c + h[1] * r + h[2]) / w, y: (h[3] * c + h[4] * r + h[5]) / w };
};

test('however a plate lies, the view has A1 at the upper left, rows level and everything inside', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 359 }), fc.boolean(), fc.integer({ min: 12, max: 32 }), (turn, mirrored, pitch) => {
    const plate = plateAt(turn, mirrored, pitch);
    const view = viewOf(plate);
    const well = wellsOf(plate);
    const [a1, a12, h1] = [view.place(well(0, 0)), view.place(well(11, 0)), view.place(well(0, 7))];
    const slope = Math.atan2(a12.y - a1.y, a12.x - a1.x) * (180 / Math.PI);
    expect(Math.abs(slope)).toBeLessThanOrEqual(10.01);
    expect([a12.x > a1.x, h1.y > a1.y]).toEqual([true, true]);
    expect(Math.hypot(a12.x - a1.x, a12.y - a1.y) / 11).toBeGreaterThanOrEqual(Math.min(71, 6 * pitch));
    for (const p of [a1, a12, h1]) expect(p.x > 0 && p.y > 0 && p.x < view.width && p.y < view.height).toBe(true);
  }));
});

test.each([[0, false], [4, false], [90, false], [180, true], [270, false], [33, false], [211, true], [0, true]] as const)(
  'the pixels go where the rule says: turned %d, mirrored %s', async (turn, mirrored) => {
    const plate = plateAt(turn, mirrored);
    const well = wellsOf(plate);
    const dots = ([[0, 0, '#ff0000'], [11, 0, '#00ff00'], [0, 7, '#0000ff']] as const).map(([c, r, fill]) => ({ ...well(c, r), fill }));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#888"/>${dots.map(({ x, y, fill }) => `<circle cx="${x}" cy="${y}" r="9" fill="${fill}"/>`).join('')}</svg>`;
    const view = viewOf(plate);
    const { data, info } = await (await turnPhoto(await sharp(Buffer.from(svg)).png().toBuffer(), view)).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([view.width, view.height]);
    dots.forEach((dot, channel) => {
      const { x, y } = view.place(dot);
      const at = (Math.round(y) * info.width + Math.round(x)) * info.channels;
      expect([...data.subarray(at, at + 3)].indexOf(Math.max(...data.subarray(at, at + 3)))).toBe(channel);
      expect(data[at + channel] - data[at + ((channel + 1) % 3)]).toBeGreaterThan(150);
    });
  });

test('a plate that is small in its photo is cut out', () => {
  const view = viewOf(plateAt(0, false, 12));
  expect(view.crop.width).toBeLessThan(WIDTH / 2);
  expect(viewOf(plateAt(0, false, 45)).crop).toMatchObject({ left: 0, top: 0 });
});
