import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@microplate/platform/testing';
import { findModel } from '../reading/models/model-files.ts';
import { ReadingError } from '../reading/reading-error.ts';
import type { PlateReader, ReadRequest } from './plate-reader.ts';
import { createReaderProcess } from './reader-process.ts';
import { errorOf, failureMessage } from './reader-protocol.ts';

const MODELS = fileURLToPath(new URL('../../models', import.meta.url));

const pids = (): number[] => execFileSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,args='], { encoding: 'utf8' })
  .split('\n').filter((line) => line.includes('reader-main')).map((line) => Number.parseInt(line, 10)).filter((pid) => !strangers.includes(pid));
/** Readers of other test files in this process, if any. */
const strangers: number[] = [];

describe('the reader in its own process', () => {
  let photo: Buffer;
  let version: string;
  let reader: PlateReader;
  beforeAll(async () => {
    strangers.push(...pids());
    photo = await readFile(new URL('../../demo/demo-plate.jpg', import.meta.url));
    ({ version } = await findModel(MODELS, 'WELL_CLASSIFIER'));
  });
  afterEach(() => reader.close());

  const ask = (given: Partial<ReadRequest> = {}) =>
    reader.read(photo, { modelVersion: version, threshold: 0.5, onStep: async () => {}, signal: new AbortController().signal, ...given });

  test('starts with the first photo, goes when idle, starts again, and answers the same', async () => {
    reader = createReaderProcess(MODELS, 300);
    expect(pids()).toEqual([]);
    const steps: string[] = [];
    const first = await ask({ onStep: async (step) => { steps.push(step); } });
    const [pid] = pids();
    expect(steps).toEqual(['loading', 'finding plate', 'cutting wells', 'classifying']);
    expect(first.reading.wells).toHaveLength(96);
    expect((await reader.draw(photo, first.reading, {})).data.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    await waitFor('its end', () => pids().length === 0);
    expect(await ask()).toEqual(first);
    expect(pids()).not.toContain(pid);
  });

  test('tells a photo that can not be read from trouble', async () => {
    reader = createReaderProcess(MODELS);
    await expect(reader.read(Buffer.from('no photo'), { modelVersion: version, threshold: 0.5, onStep: async () => {}, signal: new AbortController().signal }))
      .rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' });
    const unknown = await ask({ modelVersion: '0' }).catch((error: unknown) => error);
    expect(unknown).toBeInstanceOf(ReadingError);
  });

  test('tells what was measured of a photo that is refused', () => {
    const refused = new ReadingError('IMAGE_OVEREXPOSED', 'too bright', { value: 0.7, bound: 0.5 });
    expect(errorOf(failureMessage(1, refused) as never)).toMatchObject({ code: 'IMAGE_OVEREXPOSED', flags: [{ code: 'GLARE', value: 0.7, bound: 0.5 }] });
  });

  test('ends a reading whose step could not be written, or that was aborted, and goes on with others', async () => {
    reader = createReaderProcess(MODELS);
    const lost = new Error('lost');
    await expect(ask({ onStep: async () => { throw lost; } })).rejects.toBe(lost);
    const stop = new AbortController();
    await expect(ask({ signal: stop.signal, onStep: async (step) => { if (step === 'finding plate') stop.abort(lost); } })).rejects.toBe(lost);
    expect((await ask()).reading.wells).toHaveLength(96);
  });

  test('killed in the midst of a reading costs that reading, and no more', async () => {
    reader = createReaderProcess(MODELS);
    await expect(ask({ onStep: async (step) => { if (step === 'cutting wells') process.kill(pids()[0], 'SIGKILL'); } })).rejects.toThrow(/process ended: SIGKILL/);
    expect((await ask()).reading.wells).toHaveLength(96);
  });

  test('stuck, it is ended a while after the abort, and the next reading has another', async () => {
    reader = createReaderProcess(MODELS, 15_000, 200);
    const stop = new AbortController();
    const lost = new Error('lost');
    const stuck = ask({ signal: stop.signal, onStep: async (step) => {
      if (step !== 'finding plate') return;
      process.kill(pids()[0], 'SIGSTOP');
      stop.abort(lost);
    } });
    await expect(stuck).rejects.toBe(lost);
    expect((await ask()).reading.wells).toHaveLength(96);
  });
});
