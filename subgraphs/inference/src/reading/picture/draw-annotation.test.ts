import sharp from 'sharp';
import { drawAnnotation } from './draw-annotation.ts';
import type { Reading, WellClass } from '../plate-types.ts';

const CLASSES: WellClass[] = ['FLOWING', 'NON_FLOWING', 'UNREADABLE', 'EMPTY'];
const reading: Reading = {
  width: 680, height: 480, confidence: 0.9,
  grid: { source: 'FOUND', confidence: 1, corners: { A1: { x: 60, y: 60 }, A12: { x: 610, y: 60 }, H1: { x: 60, y: 410 }, H12: { x: 610, y: 410 } } },
  wells: Array.from({ length: 96 }, (_, i) => ({
    name: `${'ABCDEFGH'[Math.floor(i / 12)]}${(i % 12) + 1}`, row: 'ABCDEFGH'[Math.floor(i / 12)], column: (i % 12) + 1,
    class: CLASSES[i % 4], predicted: CLASSES[i % 4], confidence: 0.87, centre: { x: 60 + 50 * (i % 12), y: 60 + 50 * Math.floor(i / 12) }, radius: 23,
  })),
};
const grey = () => sharp({ create: { width: 680, height: 480, channels: 3, background: '#777777' } }).jpeg();
const rows = [{ row: 'A', endPoint: 4, text: '16' }, { row: 'B', endPoint: null, text: '?' }];

/** The colour on the rim of the well in column `c` of row A, left of its centre. */
const rim = async (picture: Buffer, c: number): Promise<number[]> => {
  const dot = await sharp(picture).extract({ left: Math.round(60 + 50 * c - 23 * 0.93), top: 60, width: 1, height: 1 }).raw().toBuffer();
  return [...dot];
};

describe('the annotated picture', () => {
  it('keeps the photo\'s pixels in place and adds a strip for end points and a legend', async () => {
    const drawn = await drawAnnotation(await grey().toBuffer(), reading, rows);
    const { width, height, format } = await sharp(drawn.data).metadata();
    expect([width, height, format]).toEqual([drawn.width, drawn.height, 'jpeg']);
    expect(width).toBeGreaterThan(680);
    expect(height).toBeGreaterThan(480);
    const { width: narrow } = await drawAnnotation(await grey().toBuffer(), reading);
    expect(narrow).toBe(680);
  });

  it('rings each class in its colour', async () => {
    const { data } = await drawAnnotation(await grey().toBuffer(), reading, rows);
    const [blue, green, red] = await Promise.all([0, 1, 2].map((c) => rim(data, c)));
    expect(blue[2]).toBeGreaterThan(blue[0] + 80);
    expect(green[1]).toBeGreaterThan(green[0] + 80);
    expect(red[0]).toBeGreaterThan(red[1] + 80);
  });

  it('writes without a font: the strip has ink', async () => {
    const { data, width } = await drawAnnotation(await grey().toBuffer(), reading, rows);
    const strip = await sharp(data).extract({ left: 680, top: 40, width: width - 680, height: 40 }).stats();
    expect(strip.channels[0].min).toBeLessThan(80);
  });

  it('follows the photo\'s EXIF orientation', async () => {
    const lying = await sharp(await grey().toBuffer()).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const drawn = await drawAnnotation(lying, reading);
    expect((await sharp(drawn.data).metadata()).width).toBe(680);
  });
});
