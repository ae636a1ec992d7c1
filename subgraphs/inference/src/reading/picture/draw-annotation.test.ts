import sharp from 'sharp';
import { drawAnnotation } from './draw-annotation.ts';
import type { Reading, WellClass } from '../plate-types.ts';

const CLASSES: WellClass[] = ['FLOWING', 'NON_FLOWING', 'UNREADABLE', 'EMPTY'];
const reading: Reading = {
  width: 680, height: 480, confidence: 0.9, orientation: 'UPRIGHT', flags: [],
  grid: { source: 'FOUND', confidence: 1, corners: { A1: { x: 60, y: 60 }, A12: { x: 610, y: 60 }, H1: { x: 60, y: 410 }, H12: { x: 610, y: 410 } } },
  wells: Array.from({ length: 96 }, (_, i) => ({
    name: `${'ABCDEFGH'[Math.floor(i / 12)]}${(i % 12) + 1}`, row: 'ABCDEFGH'[Math.floor(i / 12)], column: (i % 12) + 1,
    class: CLASSES[i % 4], predicted: CLASSES[i % 4], flowing: 0.5, confidence: 0.87, centre: { x: 60 + 50 * (i % 12), y: 60 + 50 * Math.floor(i / 12) }, radius: 23,
    measurements: { dropLength: 0, centroidShift: 0, redArea: 0, glare: 0 },
  })),
};
const grey = () => sharp({ create: { width: 680, height: 480, channels: 3, background: '#777777' } }).jpeg();
const rows = [{ row: 'A', endPoint: 4, text: '16', flags: [] }, { row: 'B', endPoint: null, text: '?', flags: ['GAP'] }];
const SCALE = 72 / 50;

/** The colour on the rim of the well in column `c` of row A, left of its centre; the title's strip is above. */
const rim = async ({ data, height }: { data: Buffer; height: number }, c: number): Promise<number[]> => {
  const top = Math.ceil(2.6 * 0.24 * 72);
  expect(height).toBeGreaterThan(top + 480 * SCALE);
  const dot = await sharp(data).extract({ left: Math.round((60 + 50 * c - 23 * 0.93) * SCALE), top: Math.round(top + 60 * SCALE), width: 1, height: 1 }).raw().toBuffer();
  return [...dot];
};

/** Dark pixels of a part of the picture. */
const ink = async (picture: Buffer, left: number, top: number, width: number, height: number): Promise<number> => {
  const { data } = await sharp(picture).extract({ left, top, width, height }).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 110).length;
};

describe('the annotated picture', () => {
  it('is the photo with a title above, end points beside it and a legend below, enlarged so that it can be read', async () => {
    const drawn = await drawAnnotation(await grey().toBuffer(), reading, { rows });
    const { width, height, format } = await sharp(drawn.data).metadata();
    expect([width, height, format]).toEqual([drawn.width, drawn.height, 'jpeg']);
    expect(width).toBeGreaterThan(680 * SCALE);
    expect((await drawAnnotation(await grey().toBuffer(), reading)).width).toBe(Math.round(680 * SCALE));
  });

  it('rings each class in its colour', async () => {
    const drawn = await drawAnnotation(await grey().toBuffer(), reading, { rows });
    const [blue, green, red] = await Promise.all([0, 1, 2].map((c) => rim(drawn, c)));
    expect(blue[2]).toBeGreaterThan(blue[0] + 80);
    expect(green[1]).toBeGreaterThan(green[0] + 40);
    expect(red[0]).toBeGreaterThan(red[1] + 80);
  });

  it('writes without a font: the title, the model, a row\'s end and the flags have ink, and only where they are given', async () => {
    const bare = await drawAnnotation(await grey().toBuffer(), reading, { rows });
    const full = await drawAnnotation(await grey().toBuffer(), { ...reading, flags: [{ code: 'GLARE', value: 0.1234, bound: 0.08 }] }, { rows, title: 'AM67/00123 P1', model: 'MODEL 2, NOT VALIDATED' });
    expect(await ink(bare.data, bare.width - 100, Math.round(60 * SCALE), 100, 80)).toBeGreaterThan(20);
    expect([await ink(bare.data, 0, 0, 300, 40), await ink(full.data, 0, 0, 300, 40) > 100]).toEqual([0, true]);
    expect(full.height).toBeGreaterThan(bare.height);
    expect(await ink(full.data, 0, full.height - 25, 400, 20)).toBeGreaterThan(0);
  });

  it('keeps a photo that can be read at its own size, pixel for pixel', async () => {
    const large = { ...reading, width: 1360, height: 960, grid: { ...reading.grid, corners: { A1: { x: 120, y: 120 }, A12: { x: 1220, y: 120 }, H1: { x: 120, y: 820 }, H12: { x: 1220, y: 820 } } } };
    const photo = await grey().resize(1360, 960).toBuffer();
    expect((await drawAnnotation(photo, large)).width).toBe(1360);
  });

  it('follows the photo\'s EXIF orientation', async () => {
    const lying = await sharp(await grey().toBuffer()).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    expect((await drawAnnotation(lying, reading)).width).toBe(Math.round(680 * SCALE));
  });
});
