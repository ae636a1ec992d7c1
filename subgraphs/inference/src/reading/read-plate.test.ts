import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { loadClassifier } from './models/classifier.ts';
import type { WellClassifier } from './models/classifier.ts';
import type { Reading } from './plate-types.ts';
import { readPlate } from './read-plate.ts';
import type { ReadOptions } from './read-plate.ts';

const ROOT = join(import.meta.dirname, '../..');
let classifier: WellClassifier;
let demo: Buffer;
let truth: { rows: Record<string, { pattern: string; firstBreak: number; lastFlowing: number }> };

beforeAll(async () => {
  classifier = await loadClassifier(join(ROOT, 'models'));
  demo = await readFile(join(ROOT, 'demo/demo-plate.jpg'));
  truth = JSON.parse(await readFile(join(ROOT, 'demo/demo-plate.json'), 'utf8'));
});
afterAll(() => classifier.close());

const read = (photo: Buffer, options: Partial<ReadOptions> = {}) => readPlate(photo, { classifier, threshold: 0.5, ...options });
const refusal = async (photo: Buffer, options: Partial<ReadOptions> = {}): Promise<string> => read(photo, options).then(() => 'read', (e) => e.code ?? e.message);
const pattern = (r: Reading, row: string) => r.wells.filter((w) => w.row === row).map((w) => w.class[0]).join('');
const patterns = (r: Reading) => Object.fromEntries([...'ABCDEFGH'].map((row) => [row, pattern(r, row)]));
const want = () => Object.fromEntries(Object.entries(truth.rows).map(([row, { pattern: p }]) => [row, p]));
/** Wells called otherwise than drawn. */
const wrong = (r: Reading) => r.wells.filter((w) => w.class[0] !== truth.rows[w.row].pattern[w.column - 1]).length;

describe('reading the demonstration plate', () => {
  it('calls every well as drawn, with the grid found in the photo', async () => {
    const reading = await read(demo);
    expect(patterns(reading)).toEqual(want());
    expect(reading.grid.source).toBe('FOUND');
    expect([reading.width, reading.height, reading.wells.length]).toEqual([1700, 1200, 96]);
    expect(reading.confidence).toBeGreaterThan(0.6);
  });

  it('gives the same answer for the same bytes', async () => expect(await read(demo)).toEqual(await read(demo)));

  it('uses the threshold: what is under it is unreadable, and no other well changes', async () => {
    const loose = await read(demo, { threshold: 0 });
    const threshold = loose.wells.map((w) => w.confidence).sort((a, b) => a - b)[20];
    const strict = await read(demo, { threshold });
    const under = loose.wells.filter((w) => w.confidence < threshold);
    expect(under.length).toBeGreaterThan(0);
    expect(strict.wells.filter((w) => w.class === 'UNREADABLE').map((w) => w.name)).toEqual(under.map((w) => w.name));
    expect(strict.wells.map((w) => w.predicted)).toEqual(loose.wells.map((w) => w.class));
    await expect(read(demo, { threshold: 1.5 })).rejects.toThrow(RangeError);
  });

  it('tells its steps in order and stops when asked to', async () => {
    const steps: string[] = [];
    await read(demo, { onStep: (step, percent) => void steps.push(`${step} ${percent}`) });
    expect(steps).toEqual(['loading 5', 'finding plate 25', 'cutting wells 55', 'classifying 75']);
    const stop = new AbortController();
    const halted = read(demo, { signal: stop.signal, onStep: (step) => step === 'cutting wells' ? stop.abort(new Error('cancelled')) : undefined });
    await expect(halted).rejects.toThrow('cancelled');
    await expect(read(demo, { signal: stop.signal })).rejects.toThrow('cancelled');
  });
});

describe('the same plate photographed otherwise', () => {
  it.each([
    ['turned 10 degrees', (s: Sharp) => s.rotate(10, { background: '#cfc8c4' })],
    ['turned -8 degrees', (s: Sharp) => s.rotate(-8, { background: '#556070' })],
    ['at 40 % JPEG quality', (s: Sharp) => s.jpeg({ quality: 40 })],
    ['15 % darker', (s: Sharp) => s.linear(0.85, 0)],
    ['15 % brighter', (s: Sharp) => s.linear(1.15, 0)],
    ['at a third of the size', (s: Sharp) => s.resize(570)],
    ['as a PNG with alpha', (s: Sharp) => s.ensureAlpha().png()],
    ['small in its frame', (s: Sharp) => s.resize(850).extend({ top: 500, left: 700, right: 300, bottom: 200, background: '#8a8078' })],
  ])('%s: at most two wells differ', async (_, change) => {
    const photo = await change(sharp(demo)).toFormat('png').toBuffer();
    expect(wrong(await read(photo))).toBeLessThanOrEqual(2);
  });

  it('with 20 pixels a pitch: most wells still right', async () => {
    expect(wrong(await read(await sharp(demo).resize(290).png().toBuffer(), { threshold: 0 }))).toBeLessThanOrEqual(6);
  });

  it('lying on its side with an EXIF orientation: read upright, places in the upright photo', async () => {
    const turned = await sharp(await sharp(demo).rotate(90).toBuffer()).withMetadata({ orientation: 8 }).jpeg({ quality: 95 }).toBuffer();
    const reading = await read(turned);
    expect([reading.width, reading.height]).toEqual([1700, 1200]);
    expect(wrong(reading)).toBeLessThanOrEqual(1);
  });

  it.each([['TURNED_90', 90], ['TURNED_180', 180], ['TURNED_270', 270]] as const)('%s without one: drops and dilution tell, and the wells keep their names', async (orientation, angle) => {
    const reading = await read(await sharp(demo).rotate(angle).toBuffer());
    expect([reading.orientation, reading.flags]).toEqual([orientation, []]);
    expect(wrong(reading)).toBeLessThanOrEqual(2);
    const [a1, h12] = [reading.wells[0].centre, reading.wells[95].centre];
    expect([a1.x < h12.x, a1.y < h12.y]).toEqual([angle === 270, angle === 90]);
  });

  it('mirrored: refused, since drops and dilution contradict; read where the caller says so', async () => {
    const mirrored = await sharp(demo).flop().toBuffer();
    expect(await refusal(mirrored)).toBe('ORIENTATION_UNCERTAIN');
    const reading = await read(mirrored, { orientation: 'MIRRORED' });
    expect(wrong(reading)).toBeLessThanOrEqual(2);
    expect(reading.wells[0].centre.x).toBeGreaterThan(reading.wells[11].centre.x);
  });

  it('diluted from column 12 by its layout: what looks mirrored is upright, what looks upright contradicts itself', async () => {
    const reading = await read(await sharp(demo).flop().toBuffer(), { dilution: 'RIGHT_TO_LEFT' });
    expect([reading.orientation, reading.flags]).toEqual(['UPRIGHT', []]);
    expect(reading.wells[0].centre.x).toBeLessThan(reading.wells[11].centre.x);
    expect(await refusal(demo, { dilution: 'RIGHT_TO_LEFT' })).toBe('ORIENTATION_UNCERTAIN');
  });
});

describe('a spoilt photo of it', () => {
  const flags = (r: Reading) => r.flags.map((f) => f.code);
  // The pitch is 116 pixels.
  it.each([
    ['out of focus', 'BLURRED', (s: Sharp) => s.blur(8)],
    ['moved', 'BLURRED', (s: Sharp) => s.convolve({ width: 31, height: 3, kernel: Array.from({ length: 93 }, (_, i) => (i > 30 && i < 62 ? 1 : 0)) })],
    ['overexposed', 'OVEREXPOSED', (s: Sharp) => s.linear(2, 0)],
    ['dark', 'DARK', (s: Sharp) => s.linear(0.3, 0)],
    ['coarse', 'LOW_RESOLUTION', (s: Sharp) => s.resize(480)],
    ['squeezed as if seen from the side', 'TILTED', (s: Sharp) => s.resize(1400, 1200, { fit: 'fill' })],
  ])('%s: flagged %s with value and bound, and trusted less', async (_, code, change) => {
    const reading = await read(await change(sharp(demo)).png().toBuffer(), { threshold: 0 });
    const flag = reading.flags.find((f) => f.code === code);
    expect(flags(reading)).toContain(code);
    expect([typeof flag!.value, typeof flag!.bound]).toEqual(['number', 'number']);
    expect(reading.confidence).toBeLessThanOrEqual(Math.min(flag!.value! / flag!.bound!, flag!.bound! / flag!.value!));
  });

  it('with a lamp mirrored over some wells: GLARE, with the share of floors it takes', async () => {
    const lamp = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="400"><ellipse cx="250" cy="200" rx="230" ry="190" fill="#fff"/></svg>');
    const reading = await read(await sharp(demo).composite([{ input: lamp, left: 700, top: 500 }]).png().toBuffer());
    const glare = reading.flags.find((f) => f.code === 'GLARE');
    expect(glare!.value).toBeCloseTo(9 / 96, 1);
  });

  it('far out of focus, or without any light left to tell: refused by name', async () => {
    expect(await refusal(await sharp(demo).blur(20).png().toBuffer())).toMatch(/IMAGE_TOO_BLURRED|NO_PLATE_FOUND/);
    expect(await refusal(await sharp(demo).linear(12, 0).png().toBuffer())).toMatch(/IMAGE_OVEREXPOSED|NO_PLATE_FOUND/);
  });

  it('sound: no flag', async () => expect((await read(demo)).flags).toEqual([]));
});

describe('the plate upside down', () => {
  it('is read as it stands where a calibration vouches for the camera', async () => {
    const even = (from: number, to: number, n: number) => Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * (i - 0.5)) / (n - 1));
    const calibration = { imageWidth: 1700, imageHeight: 1200, columns: even(206, 1486, 12), rows: even(198, 1008, 8) };
    const reading = await read(await sharp(demo).rotate(180).toBuffer(), { calibration });
    expect(pattern(reading, 'D').endsWith('FFFFFFFFFFFF')).toBe(true);
  });
});

describe('a calibration', () => {
  const lines = (from: number, to: number, n: number) => Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * (i - 0.5)) / (n - 1));
  const calibration = (dx: number) => ({ imageWidth: 850, imageHeight: 600, columns: lines(107 + dx, 747 + dx, 12), rows: lines(96, 501, 8) });

  it('of half the photo\'s size, a fifth of a pitch off, gives the same calls', async () => {
    const reading = await read(demo, { calibration: calibration(11) });
    expect(patterns(reading)).toEqual(want());
    expect(reading.grid.source).toBe('CALIBRATION');
  });

  it('a whole well off is refused, and so is one out of order', async () => {
    expect(await refusal(demo, { calibration: calibration(58) })).toBe('CALIBRATION_INVALID');
    expect(await refusal(demo, { calibration: { ...calibration(0), rows: lines(501, 96, 8) } })).toBe('CALIBRATION_INVALID');
  });
});

describe('what is no plate', () => {
  const picture = (paint: (x: number, y: number, i: number) => number) => {
    const [width, height] = [600, 420];
    const data = Buffer.alloc(width * height * 3);
    for (let i = 0; i < data.length; i++) data[i] = paint(Math.floor(i / 3) % width, Math.floor(i / 3 / width), i);
    return sharp(data, { raw: { width, height, channels: 3 } }).png().toBuffer();
  };
  const waves = (x: number, y: number, i: number) => 128 + 60 * Math.sin(x / 31 + Math.sin(y / 47) * 3) + 40 * Math.sin(y / (13 + (i % 3)));

  it.each([
    ['a uniform picture', () => 140],
    ['noise', (_x: number, _y: number, i: number) => (Math.imul(i + 1, 2654435761) >>> 13) % 256],
    ['a gradient', (x: number, y: number) => (x + y) / 7],
    ['waves', waves],
    ['a chessboard', (x: number, y: number) => (((x >> 5) + (y >> 5)) % 2 ? 210 : 60)],
  ])('%s has no plate', async (_, paint) => {
    expect(await refusal(await picture(paint))).toMatch(/NO_PLATE_FOUND|PLATE_PARTIAL|MULTIPLE_PLATES/);
  });

  it('a calibration does not conjure one', async () => {
    const even = (n: number, size: number) => Array.from({ length: n + 1 }, (_, i) => (size * (i + 0.5)) / (n + 1));
    const calibration = { imageWidth: 600, imageHeight: 420, columns: even(12, 600), rows: even(8, 420) };
    expect(await refusal(await picture(() => 140), { calibration })).toBe('NO_PLATE_FOUND');
  });

  it('what is no picture is unreadable', async () => {
    expect(await refusal(Buffer.from('not a picture'))).toBe('IMAGE_UNREADABLE');
    expect(await refusal(Buffer.alloc(0))).toBe('IMAGE_UNREADABLE');
    expect(await refusal(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="640"/>'))).toBe('IMAGE_UNREADABLE');
    expect(await refusal(demo.subarray(0, demo.length / 2))).toBe('IMAGE_UNREADABLE');
    expect(await refusal(await sharp(demo).resize(300).gif().toBuffer())).toBe('IMAGE_UNREADABLE');
  });

  it('a plate too small to read is told so', async () => {
    expect(await refusal(await sharp(demo).resize(170).png().toBuffer())).toMatch(/LOW_RESOLUTION|NO_PLATE_FOUND/);
  });
});
