import { waitFor } from '@microplate/platform/testing';
import { plateIdOf } from '@microplate/schema/identifiers';
import { createStand, operator, queueRun, type Stand } from './stand.ts';

const RUN = `query ($id: ID!) { run(id: $id) {
  id status progress step threshold confidence durationMs softwareVersion finishedAt requestedAt failure { code message } flags { code value bound }
  wells { name row column class confidence centre { x y } radius } model { name version validated classes }
  annotatedImage { url width height mimeType byteSize sha256 } image { id } sample { sampleNo } plate { id } requestedBy { id } } }`;

describe('a reading', () => {
  let stand: Stand;
  beforeAll(async () => { stand = await createStand({ INFERENCE_RETRIES: '1' }); });
  afterAll(() => stand.dispose());

  const run = async (id: string) => (await stand.query(RUN, { id }, operator())).data.run;

  test('goes from the photo to 96 wells, then to a picture that can be fetched', async () => {
    const imageId = stand.images.store();
    const who = operator();
    const id = await queueRun(stand, { imageId, sampleNo: ' AM67/00123 ', submissionNo: 'T1', plateNo: 'P1' }, who);
    await waitFor('the picture', async () => (await run(id)).annotatedImage);
    const done = await run(id);
    expect(done).toMatchObject({ status: 'COMPLETED', progress: 100, step: null, threshold: 0.5, confidence: 0.93, failure: null, softwareVersion: '0.1.0',
      model: { name: 'well-classifier', validated: false }, image: { id: imageId }, sample: { sampleNo: 'AM67/00123' }, requestedBy: { id: who.userId } });
    expect(done.plate.id).toBe(plateIdOf({ labId: 'default', sampleNo: 'AM67/00123', submissionNo: 'T1', plateNo: 'P1', photoSha256: '' }));
    expect(done.wells).toHaveLength(96);
    expect(done.wells[0]).toEqual({ name: 'A1', row: 'A', column: 1, class: 'FLOWING', confidence: 0.95, centre: { x: 100, y: 100 }, radius: 40 });
    expect(done.wells[95]).toMatchObject({ name: 'H12', class: 'NON_FLOWING' });
    const picture = await stand.subgraph.fetch(new Request(done.annotatedImage.url));
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(await picture.text()).toMatch(/^picture of .* with 96 wells; AM67\/00123 T1 P1; well-classifier \S+, not validated; A 4 16, B {2}S-2: \? UNREADABLE$/);
    const spoilt = await stand.subgraph.fetch(new Request(done.annotatedImage.url.replace('signature=', 'signature=x')));
    expect(spoilt.status).toBe(403);
  });

  test('keeps how the plate lay, what was measured in each well, and every flag; results are told the flags', async () => {
    const flags = [{ code: 'BLURRED' as const, value: 0.4, bound: 0.5 }];
    const id = await queueRun(stand, { imageId: stand.images.store({ flags }), orientation: 'TURNED_180' });
    await stand.untilRun(id, 'COMPLETED');
    const { data } = await stand.query('query ($id: ID!) { run(id: $id) { orientation flags { code value bound } calibration { id orientation } wells { flowing measurements { dropLength centroidShift redArea glare } } } }', { id }, operator());
    expect(data.run).toMatchObject({ orientation: 'TURNED_180', flags, calibration: { id: null, orientation: 'TURNED_180' } });
    expect(data.run.wells[0]).toEqual({ flowing: 0.95, measurements: { dropLength: 0.3, centroidShift: 0.15, redArea: 0.2, glare: 0 } });
    const [{ payload }] = await stand.sql("select payload from event where payload->>'runId' = ?", [id]);
    expect(payload.flags).toEqual(flags);
    const uncertain = await queueRun(stand, { imageId: stand.images.store() });
    await stand.untilRun(uncertain, 'COMPLETED');
    expect((await stand.query('query ($id: ID!) { run(id: $id) { orientation flags { code } } }', { id: uncertain }, operator())).data.run).toEqual({ orientation: null, flags: [{ code: 'ORIENTATION_UNCERTAIN' }] });
  });

  test('is drawn without end points where results is away to the last attempt', async () => {
    stand.fakeResults.state.down = true;
    const id = await queueRun(stand, { imageId: stand.images.store() });
    await stand.untilRun(id, 'COMPLETED');
    const { annotatedImage } = await waitFor('the picture', async () => { const now = await run(id); return now.annotatedImage ? now : null; }, 15_000);
    stand.fakeResults.state.down = false;
    expect(await (await stand.subgraph.fetch(new Request(annotatedImage.url))).text()).toMatch(/not validated; $/);
  });

  test('tells results all it needs, once', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store(), threshold: 0.96 });
    await stand.untilRun(id, 'COMPLETED');
    const response = await stand.results.request({ path: '/internal/events?stream=runs&after=0&limit=100&wait=0' });
    const events = ((await response.json()) as any).events.filter((event: any) => event.payload.runId === id);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ kind: 'run.completed', labId: 'default', payload: { threshold: 0.96, confidence: 0.93, layoutVersion: 'default-1', softwareVersion: '0.1.0', sampleNo: 'S1', submissionNo: null, model: { sha256: 'a'.repeat(64), validated: false } } });
    expect(events[0].payload.wells).toHaveLength(96);
    expect(events[0].payload.wells.every((well: any) => well.class === 'UNREADABLE')).toBe(true);
    const gateway = await stand.request({ path: '/internal/events?stream=runs&after=0&limit=100&wait=0' });
    expect(gateway.status).toBe(403);
  });

  test('keeps what it takes to repeat it', async () => {
    const calibration = { imageWidth: 1700, imageHeight: 1200, columns: Array.from({ length: 13 }, (_, i) => 100 + 100 * i), rows: Array.from({ length: 9 }, (_, i) => 100 + 100 * i) };
    const id = await queueRun(stand, { imageId: stand.images.store(), calibration, threshold: 0.4 });
    const row = await stand.untilRun(id, 'COMPLETED');
    expect(row).toMatchObject({ calibration, threshold: 0.4, layout_version: 'default-1', software_version: '0.1.0', attempts: 1, finder: { name: 'plate-finder' } });
    expect(row.photo_sha256).toMatch(/^[0-9a-f]{64}$/);
    const [{ grid }] = await stand.sql('select grid from reading where run_id = ?', [id]);
    expect(grid).toMatchObject({ source: 'FOUND', corners: { H12: { x: 1200, y: 800 } } });
  });

  test('of a photo without a plate fails at once, with the reason, and tells results', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store({ refuse: 'NO_PLATE_FOUND' }) });
    await stand.untilRun(id, 'FAILED');
    expect(await run(id)).toMatchObject({ status: 'FAILED', step: null, wells: [], annotatedImage: null, failure: { code: 'NO_PLATE_FOUND', message: expect.stringContaining('Photograph the whole plate') }, flags: [{ code: 'NO_PLATE', value: null, bound: null }] });
    expect((await stand.rowOf(id)).attempts).toBe(1);
    const events = await stand.sql("select kind, payload from event where payload->>'runId' = ?", [id]);
    expect(events).toMatchObject([{ kind: 'run.failed', payload: { failure: { code: 'NO_PLATE_FOUND' } } }]);
  });

  test('of a photo that is refused for what was measured tells the value and the bound', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store({ refuse: 'LOW_RESOLUTION' }) });
    await stand.untilRun(id, 'FAILED');
    expect((await run(id)).flags).toEqual([{ code: 'LOW_RESOLUTION', value: 9.5, bound: 14 }]);
  });

  test('of a photo that is no longer stored fails with NOT_FOUND', async () => {
    const imageId = stand.images.store();
    stand.images.blobs.clear();
    const id = await queueRun(stand, { imageId });
    expect((await stand.untilRun(id, 'FAILED')).failure).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that can not be drawn is a result all the same', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store({ brokenDrawing: true }) });
    expect(await stand.untilRun(id, 'COMPLETED')).toMatchObject({ confidence: 0.93 });
    expect(await run(id)).toMatchObject({ status: 'COMPLETED', annotatedImage: null });
  });

  test('counts its outcomes', async () => {
    const metrics = await (await stand.subgraph.fetch(new Request('http://inference.test/metrics'))).text();
    expect(metrics).toMatch(/microplate_run_seconds_count\{[^}]*outcome="ok"[^}]*\} [1-9]/);
    // Without the pause between two looks, which is 0.05.
    expect(Number(/^microplate_event_loop_delay_seconds\{.*quantile="0.5".*\} (\S+)$/m.exec(metrics)![1])).toBeLessThan(0.04);
    expect(metrics).toMatch(/microplate_runs_unfinished|# TYPE microplate_runs_unfinished gauge/);
  });
});
