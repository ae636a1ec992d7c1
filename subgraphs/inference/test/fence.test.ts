import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { silentLogger } from '@microplate/platform/logging';
import { claimJob, type Claim } from '../src/worker/claim.ts';
import { drawJob } from '../src/worker/draw-job.ts';
import { LeaseLost } from '../src/worker/failure-rules.ts';
import { giveBack, sweep } from '../src/worker/give-back.ts';
import { readJob } from '../src/worker/read-job.ts';
import type { WorkerDeps } from '../src/worker/worker-deps.ts';
import { createFakeReader } from './fake-reader.ts';
import { createStand, queueRun, type Stand } from './stand.ts';

/** The worker's parts one by one, on a subgraph without a worker. */
describe('the fence', () => {
  let stand: Stand;
  let deps: WorkerDeps;
  const never = new AbortController().signal;
  beforeAll(async () => {
    stand = await createStand({ INFERENCE_WORKER: 'none' });
    deps = { ...stand.deps, logger: silentLogger(), reader: createFakeReader(), workerId: randomUUID(), softwareVersion: '0', concurrency: 1, checkpoint: () => {}, report: () => {},
      photos: { fetch: async () => Buffer.from('{"name":"x"}') } };
  });
  afterAll(() => stand.dispose());

  const claim = async (): Promise<Claim> => {
    for (let left = await claimJob(deps); left; left = await claimJob(deps)) await drawJob(deps, left as Claim, never, new LRUCache({ max: 1 }));
    await queueRun(stand, { imageId: stand.images.store() });
    return await claimJob(deps) as Claim;
  };
  const expire = () => stand.sql("update lease set until = now() - interval '1 second'");
  /** Another worker has the job now: its state and lease must stay as they are. */
  const takeOver = async (): Promise<Claim> => {
    await expire();
    await sweep(deps);
    await stand.sql("update pgboss.job set start_after = now() - interval '1 second' where state = 'retry'");
    return await claimJob(deps) as Claim;
  };
  const nothingWritten = async (id: string) => {
    expect(await stand.sql('select 1 from reading where run_id = ?', [id])).toEqual([]);
    expect(await stand.sql("select 1 from event where payload->>'runId' = ?", [id])).toEqual([]);
    expect(await stand.rowOf(id)).toMatchObject({ status: 'PROCESSING', step: 'loading', progress: 1, confidence: null, attempts: 2 });
    expect(await stand.sql('select attempt from lease where run_id = ?', [id])).toEqual([{ attempt: 1 }]);
  };

  test('refuses the steps of a worker whose job was taken from it', async () => {
    const taken = await claim();
    const other = await takeOver();
    await expect(readJob(deps, taken, never, new LRUCache({ max: 1 }))).rejects.toThrow(LeaseLost);
    await nothingWritten(taken.run.id);
    await readJob(deps, other, never, new LRUCache({ max: 1 }));
  });

  test('refuses its result, when the job was taken from it after the last step', async () => {
    const taken = await claim();
    let other: Claim | undefined;
    const late = { ...deps, checkpoint: async (name: string) => { if (name === 'after-read') other = await takeOver(); } };
    await expect(readJob(late, taken, never, new LRUCache({ max: 1 }))).rejects.toThrow(LeaseLost);
    await nothingWritten(taken.run.id);
    await readJob(deps, other!, never, new LRUCache({ max: 1 }));
    expect(await stand.sql("select kind from event where payload->>'runId' = ?", [taken.run.id])).toEqual([{ kind: 'run.completed' }]);
  });

  test('refuses its failure, too', async () => {
    const taken = await claim();
    const other = await takeOver();
    await expect(giveBack(deps, taken.lease, new Error('late'))).rejects.toThrow(LeaseLost);
    await nothingWritten(taken.run.id);
    await readJob(deps, other, never, new LRUCache({ max: 1 }));
  });

  test('takes nothing from a worker that has just renewed its lease', async () => {
    const mine = await claim();
    await expect(giveBack(deps, mine.lease, new Error('sweeping'), { onlyExpired: true })).rejects.toThrow(LeaseLost);
    await readJob(deps, mine, never, new LRUCache({ max: 1 }));
    expect(await stand.rowOf(mine.run.id)).toMatchObject({ status: 'COMPLETED' });
  });

  test('refuses a late picture', async () => {
    const drawing = await claimJob(deps) as Claim;
    expect(drawing.lease.queue).toBe('draw');
    await expire();
    await sweep(deps);
    await expect(drawJob(deps, drawing, never, new LRUCache({ max: 1 }))).rejects.toThrow(LeaseLost);
    expect((await stand.rowOf(drawing.run.id)).picture).toBeNull();
  });

  test('a job whose run was cancelled meanwhile does nothing', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store(), priority: 10 });
    await stand.sql("update run set status = 'CANCELLED' where id = ?", [id]);
    expect(await claimJob(deps)).toBe('stale');
    expect(await stand.sql('select 1 from lease where run_id = ?', [id])).toEqual([]);
  });
});
