import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { waitFor } from '@microplate/platform/testing';
import { createStand, operator, queueRun, type Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => { stand = await createStand({}, { realWorker: true }); });
afterAll(() => stand.dispose());

test('the real reader, in the API\'s own process: a plate is located and drawn, a run replayed to the bit, a calibration tried', async () => {
  const photo = await readFile(new URL('../demo/demo-plate.jpg', import.meta.url));
  const imageId = stand.images.store({}, 'default', photo);
  const located = await stand.query(`query ($id: ID!) { locatePlate(imageId: $id, format: W96) { rows columns orientation confidence flags { code value bound } wells { name centre { x y } radius }
    overlay { url width height } } }`, { id: imageId }, operator());
  expect(located.errors).toBeUndefined();
  const { wells, overlay, ...plate } = located.data.locatePlate;
  expect(plate).toMatchObject({ rows: 8, columns: 12 });
  expect([wells.length, wells[0].name, wells[95].name]).toEqual([96, 'A1', 'H12']);
  const picture = await sharp(Buffer.from(await (await stand.subgraph.fetch(new Request(overlay.url))).arrayBuffer())).metadata();
  expect(picture).toMatchObject({ format: 'jpeg', width: overlay.width, height: overlay.height });
  const { width: imageWidth, height: imageHeight } = await sharp(photo).metadata();
  const at = (name: string) => wells.find((well: any) => well.name === name).centre;
  const corners = { imageWidth, imageHeight, A1: at('A1'), A12: at('A12'), H1: at('H1'), H12: at('H12') };
  const preview = await stand.query('query ($id: ID!, $calibration: PreviewCalibrationInput!) { previewCalibration(imageId: $id, calibration: $calibration) { medianOffset worstOffset location { overlay { byteSize } } } }', { id: imageId, calibration: { corners } }, operator());
  expect(preview.errors).toBeUndefined();
  expect(preview.data.previewCalibration.worstOffset).toBeLessThan(0.15);
  const id = await queueRun(stand, { imageId, corners, orientation: 'UPRIGHT' });
  await stand.untilRun(id, 'COMPLETED', 30_000);
  const replayed = await stand.query('query ($id: ID!) { replayRun(id: $id) { equal differences { what well before after } run { orientation flags { code } wells { measurements { dropLength glare } } } } }', { id }, operator());
  expect(replayed.errors).toBeUndefined();
  expect(replayed.data.replayRun).toMatchObject({ equal: true, differences: [], run: { orientation: 'UPRIGHT' } });
  expect(replayed.data.replayRun.run.wells[0].measurements.dropLength).toEqual(expect.any(Number));
}, 60_000);

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
