import { randomUUID } from 'node:crypto';
import { readPhoto } from '@microplate/cli/read/read-photo';
import { demonstration } from '../photos.ts';
import { upload } from '../post.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

const EVENTS = `subscription E($sampleNo: String!, $after: String) { sampleEvents(sampleNo: $sampleNo, after: $after) {
  cursor kind plate { id rows { row endPoint } acceptedRun { id image { sha256 } } } run { id status model { version } } sample { sampleNo } } }`;

export const liveStories = (stack: () => StackUnderTest): void => {
  test('a listener that came before the sample existed sees the run advance and the result arrive, entities of other subgraphs included', async () => {
    const client = await stack().as('operator');
    const events = client.subscribe<any>(EVENTS, { sampleNo: 'LIVE-1' })[Symbol.asyncIterator]();
    const first = events.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const steps: string[] = [];
    const { run } = await readPhoto(client, { photo: demonstration.file, sampleNo: 'LIVE-1', plateNo: 'P1', onProgress: (_, step) => steps.push(step) });
    const { sampleEvents: event } = (await first).value;
    expect(event).toMatchObject({ kind: 'PLATE_READ', run: { id: run.id, status: 'COMPLETED' }, sample: { sampleNo: 'LIVE-1' }, plate: { acceptedRun: { id: run.id } } });
    expect(event.plate.acceptedRun.image.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(event.plate.rows).toHaveLength(8);
    expect(steps[0]).toBe('uploading');
    await events.return?.(undefined);
  }, 30_000);

  test('between asking and listening nothing is lost: the sample\'s cursor continues the answer', async () => {
    const client = await stack().as('operator');
    const { sample } = await client.query('{ sample(sampleNo: "LIVE-1") { cursor } }');
    const { run } = await readPhoto(client, { photo: demonstration.file, sampleNo: 'LIVE-1', plateNo: 'P1' });
    const seen: any[] = [];
    for await (const { sampleEvents } of client.subscribe<any>(EVENTS, { sampleNo: 'LIVE-1', after: sample.cursor })) {
      seen.push(sampleEvents);
      break;
    }
    expect(seen[0]).toMatchObject({ kind: 'PLATE_REREAD', run: { id: run.id } });
    const { sample: after } = await client.query('{ sample(sampleNo: "LIVE-1") { distribution { total } plates { edges { node { id } } } } }');
    expect([after.distribution.total, after.plates.edges.length]).toEqual([8, 1]);
  }, 30_000);

  test('a run\'s progress: the present state at once, then its end, also for one that has ended; an unknown one is NOT_FOUND', async () => {
    const client = await stack().as('operator');
    const progress = 'subscription P($id: ID!) { runProgress(runId: $id) { id status progress } }';
    const image = (await upload(stack().url, demonstration.bytes(), 'p.jpg', await stack().token('operator'))).body.data.uploadImage;
    const { readPlate } = await client.query('mutation R($input: ReadPlateInput!) { readPlate(input: $input) { id status } }', { input: { imageId: image.id, sampleNo: 'LIVE-2' } });
    for (const _ of ['while it runs', 'when it has ended']) {
      const seen: number[] = [];
      let last: any;
      for await (const { runProgress } of client.subscribe<any>(progress, { id: readPlate.id })) { seen.push(runProgress.progress); last = runProgress; }
      expect(last).toMatchObject({ status: 'COMPLETED', progress: 100 });
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
    await expect(client.subscribe(progress, { id: randomUUID() })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }, 30_000);

  test('a bad cursor is refused; a viewer may listen; nobody else', async () => {
    const viewer = await stack().as('viewer');
    await expect(viewer.subscribe(EVENTS, { sampleNo: 'LIVE-1', after: 'nonsense' })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const { createGraphClient } = await import('@microplate/cli/client/graph-client');
    const nobody = createGraphClient(stack().url);
    await expect(nobody.subscribe(EVENTS, { sampleNo: 'LIVE-1' })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await nobody.close();
  });
};
