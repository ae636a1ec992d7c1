import { readFile } from 'node:fs/promises';
import { createPlateReader } from './plate-reader.ts';
import { ReadingError } from '../reading/reading-error.ts';

const MODELS = new URL('../../models', import.meta.url).pathname;

test('two versions at once, one of them unknown; then idle, then again: the same answer', async () => {
  const photo = await readFile(new URL('../../demo/demo-plate.jpg', import.meta.url));
  const reader = createPlateReader(MODELS, 1);
  const ask = (modelVersion: string) => reader.read(photo, { modelVersion, threshold: 0.5, onStep: async () => {}, signal: new AbortController().signal });
  const [first, unknown] = await Promise.allSettled([ask('1.0.0'), ask('0')]);
  expect(unknown).toMatchObject({ status: 'rejected', reason: expect.any(ReadingError) });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = await ask('1.0.0');
  expect(first).toMatchObject({ status: 'fulfilled', value: { reading: second.reading } });
  expect(second.reading.wells).toHaveLength(96);
  await reader.close();
});
