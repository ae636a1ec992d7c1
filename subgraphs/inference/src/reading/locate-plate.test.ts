import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { distance, fitHomography, project } from './locate/homography-rules.ts';
import { loadClassifier } from './models/classifier.ts';
import type { WellClassifier } from './models/classifier.ts';
import { locatePlate } from './locate-plate.ts';
import type { LocateOptions } from './locate-plate.ts';
import type { CornerWells, PlateLocation, Point } from './plate-types.ts';

const ROOT = join(import.meta.dirname, '../..');
const PHOTOS = join(import.meta.dirname, '../../../../../shared/photos');
const there = existsSync(join(PHOTOS, 'hi/plate-62.jpg'));
if (!there) process.stdout.write(`SKIPPED: no real photographs at ${PHOTOS}; plates are found on drawn ones only.\n`);

let classifier: WellClassifier;
let demo: Buffer;
beforeAll(async () => {
  classifier = await loadClassifier(join(ROOT, 'models'));
  demo = await sharp(join(ROOT, 'demo/demo-plate.jpg')).resize(850).png().toBuffer();
});
afterAll(() => classifier.close());

const locate = (photo: Buffer, options: Partial<LocateOptions> = {}) => locatePlate(photo, { classifier, ...options });
const refusal = (photo: Buffer, options: Partial<LocateOptions> = {}): Promise<string> => locate(photo, options).then((l) => l.format, (e) => e.code ?? e.message);
const well = (l: PlateLocation, name: string): Point => l.wells.find((w) => w.name === name)!.centre;
/** The farthest that any well lies from where the drawn plate has it, in pitches; `to` takes the demo's places to the photo's. */
const worst = (l: PlateLocation, to: (p: Point) => Point, named: (column: number, row: number) => number = (c, r) => 12 * r + c): number =>
  Math.max(...DEMO.map((p, i) => {
    const [at, side] = [to(p), to({ x: p.x + 58, y: p.y })];
    const { centre } = l.wells[named(i % 12, Math.floor(i / 12))];
    return Math.hypot(centre.x - at.x, centre.y - at.y) / Math.hypot(side.x - at.x, side.y - at.y);
  }));
/** Where demo.py drew the wells, in the photo at half its size: 58.1 pixels a pitch, turned by half a degree. */
const DEMO = Array.from({ length: 96 }, (_, i) => {
  const [dx, dy] = [((i % 12) - 5.5) * 58.115, (Math.floor(i / 12) - 3.5) * 58.115];
  return { x: 426.8 + dx + 0.00873 * dy, y: 298.45 - 0.00873 * dx + dy };
});

/** The photo as a camera tilted by some degrees sees it, and where a place comes to lie. */
const tilted = async (photo: Buffer, degrees: number): Promise<{ photo: Buffer; to: (p: Point) => Point }> => {
  const { data, info: { width, height } } = await sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const k = Math.tan((degrees * Math.PI) / 180) * 0.45;
  const from = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }];
  const seen = [{ x: width * k * 0.5, y: height * k * 0.5 }, { x: width * (1 - k * 0.5), y: height * k * 0.5 }, from[2], from[3]];
  const [there, back] = [fitHomography(from, seen)!, fitHomography(seen, from)!];
  const out = Buffer.alloc(data.length, 128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = project(back, x + 0.5, y + 0.5);
      if (p.x < 0 || p.y < 0 || p.x >= width || p.y >= height) continue;
      data.copy(out, 3 * (y * width + x), 3 * (Math.floor(p.y) * width + Math.floor(p.x)), 3 * (Math.floor(p.y) * width + Math.floor(p.x)) + 3);
    }
  }
  return { photo: await sharp(out, { raw: { width, height, channels: 3 } }).png().toBuffer(), to: (p) => project(there, p.x, p.y) };
};

describe('the demonstration plate', () => {
  it('is found as a 96-well plate, named as it stands, with the orientation left open and flagged', async () => {
    const found = await locate(demo);
    expect([found.format, found.rows, found.columns, found.orientation, found.flags.map((f) => f.code)]).toEqual(['W96', 8, 12, null, ['ORIENTATION_UNCERTAIN']]);
    expect([found.wells.length, found.wells[0].name, found.wells[95].name, found.width, found.height]).toEqual([96, 'A1', 'H12', 850, 600]);
    expect(worst(found, (p) => p)).toBeLessThan(0.15);
    expect(found.confidence).toBeGreaterThan(0.8);
  });

  it.each([35, 80, 135, 200, 290])('turned by %i degrees: every well found', async (degrees) => {
    const photo = await sharp(demo).rotate(degrees, { background: '#6a655f' }).png().toBuffer();
    const { width, height } = await sharp(photo).metadata();
    const a = (degrees * Math.PI) / 180;
    const to = ({ x, y }: Point) => ({ x: width / 2 + (x - 425) * Math.cos(a) - (y - 300) * Math.sin(a), y: height / 2 + (x - 425) * Math.sin(a) + (y - 300) * Math.cos(a) });
    const found = await locate(photo);
    expect(Math.min(worst(found, to), worst(found, to, (c, r) => 12 * (7 - r) + 11 - c))).toBeLessThan(0.2);
  });

  it('seen from 15 degrees aside: every well found', async () => {
    const { photo, to } = await tilted(await sharp(demo).resize(425).png().toBuffer(), 15);
    expect(worst(await locate(photo), ({ x, y }) => to({ x: x / 2, y: y / 2 }))).toBeLessThan(0.2);
  });

  it.each([
    ['a quarter of the frame', (s: Sharp) => s.extend({ top: 700, left: 900, right: 700, bottom: 500, background: '#8a8078' }), (p: Point) => ({ x: p.x + 900, y: p.y + 700 }), 0.15],
    ['14.5 pixels a pitch', (s: Sharp) => s.resize(212, 150, { fit: 'fill' }), (p: Point) => ({ x: p.x / 4, y: p.y / 4 }), 0.2],
    ['cut to the plate', (s: Sharp) => s.extract({ left: 55, top: 50, width: 745, height: 505 }), (p: Point) => ({ x: p.x - 55, y: p.y - 50 }), 0.15],
  ])('at %s: every well found', async (_, change, to, bound) => {
    expect(worst(await locate(await change(sharp(demo)).png().toBuffer()), to)).toBeLessThan(bound);
  });

  it('upside down and in a mirror: wells are named by the caller\'s word', async () => {
    const turned = await locate(await sharp(demo).rotate(180).toBuffer(), { orientation: 'TURNED_180' });
    expect(worst(turned, (p) => ({ x: 850 - p.x, y: 600 - p.y }))).toBeLessThan(0.15);
    const mirrored = await locate(await sharp(demo).flop().toBuffer(), { orientation: 'MIRRORED' });
    expect(worst(mirrored, (p) => ({ x: 850 - p.x, y: p.y }))).toBeLessThan(0.15);
    expect(mirrored.orientation).toBe('MIRRORED');
    expect(await refusal(demo, { orientation: 'TURNED_90' })).toBe('ORIENTATION_UNCERTAIN');
  });

  it.each([
    ['blurred', (s: Sharp) => s.blur(4), 'BLURRED'],
    ['dark', (s: Sharp) => s.linear(0.25, 0), 'DARK'],
  ])('%s: says so, with what was measured and the bound', async (_, change, code) => {
    const { flags } = await locate(await change(sharp(demo)).toBuffer());
    expect(flags).toContainEqual({ code, value: expect.any(Number), bound: expect.any(Number) });
  });

  it('asked for as another format is refused by name', async () => {
    expect(await refusal(demo, { format: 'W96' })).toBe('W96');
    await expect(locate(demo, { format: 'W24' })).rejects.toMatchObject({ code: 'PLATE_FORMAT_MISMATCH', message: expect.stringContaining('8x12') });
  });

  it('with a row outside the photo is refused as partial, and two of it as two', async () => {
    expect(await refusal(await sharp(demo).extract({ left: 0, top: 0, width: 850, height: 475 }).resize(425).png().toBuffer())).toBe('PLATE_PARTIAL');
    const both = await sharp({ create: { width: 1720, height: 640, channels: 3, background: '#777066' } }).composite([{ input: demo, left: 5, top: 10 }, { input: demo, left: 865, top: 30 }]).png().toBuffer();
    expect(await refusal(both)).toBe('MULTIPLE_PLATES');
  });
});

describe('four corner wells', () => {
  const corners = (dx = 0): CornerWells => ({ imageWidth: 1700, imageHeight: 1200, A1: { x: 207 + dx, y: 198 }, A12: { x: 1487 + dx, y: 198 }, H1: { x: 207 + dx, y: 1009 }, H12: { x: 1487 + dx, y: 1009 } });

  it('stand for a calibration, refined at each well, and say how the plate lies', async () => {
    const found = await locate(demo, { calibration: corners(20) });
    expect(worst(found, (p) => p)).toBeLessThan(0.15);
    expect([found.orientation, found.flags]).toEqual(['UPRIGHT', []]);
    const { A1, A12, H1, H12 } = corners();
    const turned = await locate(demo, { calibration: { ...corners(), A1: H12, H12: A1, A12: H1, H1: A12 } });
    expect(turned.orientation).toBe('TURNED_180');
    expect(distance(well(turned, 'A1'), well(found, 'H12'))).toBeLessThan(0.01);
  });

  it.each([
    ['cross', { A1: { x: 1487, y: 198 }, A12: { x: 207, y: 198 } }],
    ['lie outside', { H12: { x: 1701, y: 1009 } }],
    ['lie on one line', { A12: { x: 600, y: 500 }, H12: { x: 1487, y: 1240 * 0.9 }, H1: { x: 700, y: 560 } }],
  ])('that %s are refused', async (_, change) => {
    expect(await refusal(demo, { calibration: { ...corners(), ...change } })).toBe('CALIBRATION_INVALID');
  });
});

(there ? describe : describe.skip)('real photographs', () => {
  const photo = (name: string) => readFile(join(PHOTOS, name));
  const json = async (name: string) => JSON.parse(await readFile(join(PHOTOS, name), 'utf8'));
  /** The farthest corner well from its truth, in pitches, whichever end is A1. */
  const offCorners = (l: PlateLocation, truth: Record<string, [number, number]>): number => {
    const names = Object.keys(truth);
    const pitch = Math.hypot(truth[names[1]][0] - truth[names[0]][0], truth[names[1]][1] - truth[names[0]][1]) / (l.columns - 1);
    const miss = (order: string[]) => Math.max(...names.map((n, i) => Math.hypot(well(l, order[i]).x - truth[n][0], well(l, order[i]).y - truth[n][1]) / pitch));
    return Math.min(miss(names), miss([...names].reverse()));
  };

  it.each(['serial-dilution-96', 'uv-box-96', 'uv-close-96', 'elisa-96', 'robot-camera-96', 'oblique-24'])('%s: the right grid, or refused', async (name) => {
    const truth = (await json('plates/corners.json'))[`${name}.jpg`];
    const found = await locate(await photo(`plates/${name}.jpg`)).catch((e) => e.code as string);
    if (typeof found === 'string') return expect(found).toMatch(/NO_PLATE_FOUND|PLATE_PARTIAL|MULTIPLE_PLATES/);
    expect(found.format).toBe(name.endsWith('24') ? 'W24' : 'W96');
    if (truth) expect(offCorners(found, truth.corners)).toBeLessThan(0.25);
  });

  it('two plates are never read as one', async () => {
    expect(await refusal(await photo('plates/two-plates-96.jpg'))).toMatch(/MULTIPLE_PLATES|NO_PLATE_FOUND|PLATE_PARTIAL/);
  });

  it.each([
    ['as it is', (s: Sharp) => s, (x: number, y: number) => [x, y]],
    ['turned by 90 degrees', (s: Sharp) => s.rotate(90), (x: number, y: number) => [1200 - y, x]],
    ['mirrored', (s: Sharp) => s.flop(), (x: number, y: number) => [1700 - x, y]],
    ['at half the size, 40 % quality', (s: Sharp) => s.resize(850).jpeg({ quality: 40 }), (x: number, y: number) => [x / 2, y / 2]],
  ])('plate 62 %s: every corner well within 0.2 pitch', async (_, change, to) => {
    const { corners } = await json('hi/plate-62.json');
    const truth = Object.fromEntries(Object.entries(corners as Record<string, [number, number]>).map(([n, [x, y]]) => [n, to(x, y) as [number, number]]));
    const found = await locate(await change(sharp(await photo('hi/plate-62.jpg'))).toBuffer());
    const ways = [['A1', 'A12', 'H1', 'H12'], ['A12', 'A1', 'H12', 'H1']].map((order) => offCorners(found, Object.fromEntries(order.map((n, i) => [n, truth[['A1', 'A12', 'H1', 'H12'][i]]]))));
    expect(Math.min(...ways)).toBeLessThan(0.2);
  });
});
