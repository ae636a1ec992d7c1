import { waitFor } from '@microplate/platform/testing';
import { codeOf, createStand, operator, queueRun, type Stand } from './stand.ts';

const CANCEL = 'mutation ($id: ID!) { cancelRun(id: $id) { id status step finishedAt } }';

describe('the queue', () => {
  let stand: Stand;
  // One at a time: what waits is told from what is read.
  beforeAll(async () => { stand = await createStand({ INFERENCE_RETRIES: '1', INFERENCE_CONCURRENCY: '1' }); });
  afterAll(() => stand.dispose());

  const cancel = (id: string) => stand.query(CANCEL, { id }, operator());
  /** Occupies the worker, so that what comes next has to wait. */
  const occupy = async (ms = 100) => {
    const id = await queueRun(stand, { imageId: stand.images.store({ ms }) });
    await stand.untilRun(id, 'PROCESSING');
    return id;
  };

  test('twenty readings end in order of priority, equals in order of request', async () => {
    await occupy();
    const imageId = stand.images.store();
    const queued: { id: string; priority: number }[] = [];
    for (let i = 0; i < 20; i += 1) {
      const priority = 1 + ((i * 7) % 10);
      queued.push({ id: await queueRun(stand, { imageId, priority }), priority });
    }
    const wanted = queued.toSorted((a, b) => b.priority - a.priority).map(({ id }) => id);
    await waitFor('all', async () => (await stand.sql("select count(*)::int as n from run where status = 'COMPLETED'"))[0].n >= 21);
    const ended = await stand.sql<{ id: string }>("select payload->>'runId' as id from event where stream = 'runs' order by seq");
    expect(ended.map(({ id }) => id).filter((id) => wanted.includes(id))).toEqual(wanted);
  });

  test('a waiting run is cancelled at once, and its job is gone', async () => {
    await occupy();
    const id = await queueRun(stand, { imageId: stand.images.store(), priority: 1 });
    expect((await cancel(id)).data.cancelRun).toMatchObject({ status: 'CANCELLED', step: null, finishedAt: expect.any(String) });
    expect(await stand.sql('select 1 from pgboss.job where id = ?', [id])).toEqual([]);
    expect((await cancel(id)).data.cancelRun.status).toBe('CANCELLED');
    expect((await stand.rowOf(id)).attempts).toBe(0);
  });

  test('a run that is being read is cancelled: the worker writes nothing more and turns to the next', async () => {
    const id = await occupy(1000);
    expect((await cancel(id)).data.cancelRun.status).toBe('CANCELLED');
    const began = Date.now();
    const next = await queueRun(stand, { imageId: stand.images.store() });
    await stand.untilRun(next, 'COMPLETED');
    expect(Date.now() - began).toBeLessThan(2500);
    expect(await stand.rowOf(id)).toMatchObject({ status: 'CANCELLED', confidence: null });
    expect(await stand.sql('select 1 from reading where run_id = ?', [id])).toEqual([]);
    expect(await stand.sql("select 1 from event where payload->>'runId' = ?", [id])).toEqual([]);
  });

  test('a run that has ended can not be cancelled, and keeps what it has', async () => {
    const done = await queueRun(stand, { imageId: stand.images.store() });
    const failed = await queueRun(stand, { imageId: stand.images.store({ refuse: 'NO_PLATE_FOUND' }) });
    await stand.untilRun(done, 'COMPLETED');
    await stand.untilRun(failed, 'FAILED');
    expect(codeOf(await cancel(done))).toBe('CONFLICT');
    expect(codeOf(await cancel(failed))).toBe('CONFLICT');
    await waitFor('the picture', async () => (await stand.rowOf(done)).picture);
    expect(codeOf(await cancel('nonsense'))).toBe('NOT_FOUND');
  });

  test('trouble is tried again after a back-off, then the run fails and the job lies with the dead letters', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store({ broken: true }) });
    const row = await stand.untilRun(id, 'FAILED', 8000);
    expect(row).toMatchObject({ attempts: 2, failure: { code: 'INTERNAL_SERVER_ERROR', message: expect.not.stringContaining('secret inside') } });
    expect(row.trace.map(({ status }) => status).filter((status, i, all) => status !== all[i - 1])).toEqual(['QUEUED', 'PROCESSING', 'QUEUED', 'PROCESSING', 'FAILED']);
    expect(await stand.sql("select name, source_name from pgboss.job where name = 'dead' and source_id = ?", [id])).toEqual([{ name: 'dead', source_name: 'read' }]);
    expect(await stand.sql("select kind from event where payload->>'runId' = ?", [id])).toEqual([{ kind: 'run.failed' }]);
  });

  test('images being away for a moment costs a try, no more', async () => {
    const imageId = stand.images.store();
    await stand.untilRun(await queueRun(stand, { imageId }), 'COMPLETED');
    stand.images.state.down = true;
    const id = await queueRun(stand, { imageId });
    await waitFor('a failed attempt', async () => (await stand.rowOf(id)).trace.length > 2);
    stand.images.state.down = false;
    expect((await stand.untilRun(id, 'COMPLETED')).attempts).toBe(2);
  });
});

describe('two loops of a worker', () => {
  let stand: Stand;
  beforeAll(async () => { stand = await createStand(); });
  afterAll(() => stand.dispose());

  test('read two photos side by side, and draw from what either has at hand: each photo is fetched once', async () => {
    const slow = await queueRun(stand, { imageId: stand.images.store({ ms: 1000 }) });
    await stand.untilRun(slow, 'PROCESSING');
    const quick: string[] = [];
    for (let i = 0; i < 6; i += 1) quick.push(await queueRun(stand, { imageId: stand.images.store() }));
    for (const id of quick) await stand.untilRun(id, 'COMPLETED');
    expect((await stand.rowOf(slow)).status).toBe('PROCESSING');
    for (const id of [slow, ...quick]) await waitFor('the picture', async () => (await stand.rowOf(id)).picture);
    expect(stand.images.state.asked).toBe(7);
  });
});
