import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadClassifier } from './models/classifier.ts';
import type { WellClassifier } from './models/classifier.ts';
import type { Calibration, Reading } from './plate-types.ts';
import { readPlate } from './read-plate.ts';

/** Photographs that may not be committed lie beside the checkout, where there are any. */
const PHOTOS = join(import.meta.dirname, '../../../../../shared/photos');
const there = existsSync(join(PHOTOS, 'hi/plate-62.jpg'));
if (!there) process.stdout.write(`SKIPPED: no real photographs at ${PHOTOS}; the reading is tested on drawn plates only.\n`);

const json = async (name: string) => JSON.parse(await readFile(join(PHOTOS, name), 'utf8'));
const photo = (name: string) => readFile(join(PHOTOS, name));
const flowing = (r: Reading, row: string) => r.wells.filter((w) => w.row === row).map((w) => w.class === 'FLOWING');
/** The unbroken run from the first dilution; one leading well without it is a prozone and skipped. */
const firstBreak = (row: boolean[]): number => {
  const start = !row[0] && row[1] ? 1 : 0;
  const end = row.indexOf(false, start);
  return end < 0 ? row.length : end;
};
const lastFlowing = (row: boolean[]) => row.lastIndexOf(true) + 1;

(there ? describe : describe.skip)('real photographs', () => {
  let classifier: WellClassifier;
  beforeAll(async () => { classifier = await loadClassifier(join(import.meta.dirname, '../../models')); });
  afterAll(() => classifier.close());

  const labCalibration = async (): Promise<Calibration> => {
    const { image_width: imageWidth, image_height: imageHeight, columns, rows } = await json('hi/calibration.json');
    return { imageWidth, imageHeight, columns, rows };
  };

  it.each([['the lab\'s calibration', true], ['no calibration', false]])('plate 62 with %s: all end points, at least 94 wells', async (_, calibrated) => {
    const truth = await json('hi/plate-62.json');
    const reading = await readPlate(await photo('hi/plate-62.jpg'), { classifier, threshold: 0.5, calibration: calibrated ? await labCalibration() : undefined });
    const wrong = reading.wells.filter((w) => !truth.ambiguousWells.includes(w.name)
      && w.class !== (truth.flowing[w.row].includes(w.column) ? 'FLOWING' : 'NON_FLOWING'));
    expect(wrong.length).toBeLessThanOrEqual(2);
    for (const row of 'ABCDEFGH') {
      expect([row, truth.lastFlowing[row].includes(firstBreak(flowing(reading, row)))]).toEqual([row, true]);
      expect([row, truth.lastFlowing[row].includes(lastFlowing(flowing(reading, row)))]).toEqual([row, true]);
    }
    expect(offCorners(reading, truth.corners)).toBeLessThan(0.15);
  });

  it.each(['serial-dilution-96.jpg', 'uv-box-96.jpg', 'uv-close-96.jpg', 'elisa-96.jpg', 'robot-camera-96.jpg'])('%s: the right grid or none', async (name) => {
    const corners = (await json('plates/corners.json'))[name]?.corners;
    const reading = await readPlate(await photo(`plates/${name}`), { classifier, threshold: 0.5 }).catch((e) => e.code as string);
    if (typeof reading === 'string') expect(reading).toMatch(/NO_PLATE_FOUND|PLATE_PARTIAL/);
    else if (corners) expect(offCorners(reading, corners)).toBeLessThan(0.3);
  });

  it.each(['two-plates-96.jpg', 'oblique-24.jpg'])('%s is refused', async (name) => {
    await expect(readPlate(await photo(`plates/${name}`), { classifier, threshold: 0.5 })).rejects.toMatchObject({ code: expect.stringMatching(/NO_PLATE_FOUND|MULTIPLE_PLATES|PLATE_FORMAT_MISMATCH|PLATE_PARTIAL/) });
  });
});

/** The largest distance of a corner well from where it is, in pitches. */
const offCorners = (reading: Reading, truth: Record<string, [number, number]>): number => {
  const pitch = Math.hypot(truth.A12[0] - truth.A1[0], truth.A12[1] - truth.A1[1]) / 11;
  const miss = (name: keyof Reading['grid']['corners']) => Math.hypot(reading.grid.corners[name].x - truth[name][0], reading.grid.corners[name].y - truth[name][1]);
  return Math.max(miss('A1'), miss('A12'), miss('H1'), miss('H12')) / pitch;
};
