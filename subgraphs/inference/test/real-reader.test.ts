import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { waitFor } from '@microplate/platform/testing';
import { createStand, operator, queueRun, type Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => { stand = await createStand({}, { realWorker: true }); });
afterAll(() => stand.dispose());

test('the real worker thread reads rendered photos while the API answers quickly', async () => {
  const photo = await readFile(new URL('../demo/demo-plate.jpg', import.meta.url));
  const imageId = stand.images.store({}, 'default', photo);
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) ids.push(await queueRun(stand, { imageId, sampleNo: `S${i}` }));
  const waits: number[] = [];
  await waitFor('all five', async () => {
    const began = performance.now();
    const { data } = await stand.query('{ runs { edges { node { status wells { class } annotatedImage { byteSize } } } } }', {}, operator());
    waits.push(performance.now() - began);
    return data.runs.edges.every(({ node }: any) => node.wells.length === 96 && node.annotatedImage);
  }, 60_000);
  const row = await stand.rowOf(ids[0]);
  const [model] = (await stand.query('{ models { version sha256 } }', {}, operator())).data.models;
  expect(row).toMatchObject({ model, photo_sha256: createHash('sha256').update(photo).digest('hex'), finder: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(200);
}, 70_000);
