import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { waitFor } from '@microplate/platform/testing';
import type { Checkpoint } from '../src/worker/worker-deps.ts';
import { silentLogger } from '@microplate/platform/logging';
import { createInferenceDeps } from '../src/deps.ts';
import { createInferenceSubgraph } from '../src/subgraph.ts';
import { createStand, queueRun, type Stand } from './stand.ts';

const POINTS: Checkpoint[] = ['after-claim', 'after-photo', 'after-read', 'before-commit', 'after-commit', 'before-draw', 'after-draw'];

describe('a worker process killed with SIGKILL', () => {
  let stand: Stand;
  beforeAll(async () => { stand = await createStand({ INFERENCE_WORKER: 'process' }); });
  afterAll(() => stand.dispose());

  test.each(POINTS)('%s leaves exactly one result, one event and one picture', async (point) => {
    const imageId = stand.images.store();
    await writeFile(path.join(stand.folder, 'crash-at'), point);
    const began = Date.now();
    const id = await queueRun(stand, { imageId });
    // Its death is noticed: nobody has to wait for the lease to end by itself. (Between the commit and the drawing there is none.)
    const released = () => stand.sql("select 1 from lease where run_id = ? and until = '-infinity'", [id]);
    if (point !== 'after-commit') await waitFor('the end of its lease', async () => (await released()).length);
    await stand.untilRun(id, 'COMPLETED');
    const took = Date.now() - began;
    await waitFor('the picture', async () => (await stand.rowOf(id)).picture, 10_000);
    const attemptsAtReading = ['after-commit', 'before-draw', 'after-draw'].includes(point) ? 1 : 2;
    expect((await stand.rowOf(id)).attempts).toBe(attemptsAtReading);
    expect(await stand.sql("select kind from event where payload->>'runId' = ?", [id])).toEqual([{ kind: 'run.completed' }]);
    expect(await stand.sql('select jsonb_array_length(wells) as wells from reading where run_id = ?', [id])).toEqual([{ wells: 96 }]);
    expect(await stand.sql("select name, state from pgboss.job where id = ? and state <> 'completed'", [id])).toEqual([]);
    expect(await stand.sql('select 1 from lease')).toEqual([]);
    expect(took).toBeLessThan(15_000);
  });
});

describe('a worker that is stalled beyond its lease', () => {
  test('finds its job done by another, and its late write refused', async () => {
    const stand = await createStand({ INFERENCE_WORKER: 'process' });
    const [stalled] = await waitFor('the worker', () => workers());
    try {
      const imageId = stand.images.store({ ms: 300 });
      const id = await queueRun(stand, { imageId });
      await waitFor('its work', async () => (await stand.rowOf(id)).progress >= 25);
      process.kill(stalled, 'SIGSTOP');
      // Another worker: of a replica, on the same tables.
      const replica = createInferenceSubgraph(await createInferenceDeps({ ...stand.settings, INFERENCE_WORKER: 'thread' }, { logger: silentLogger(), workerFile: new URL('./fake-worker.ts', import.meta.url) }));
      await replica.start();
      expect((await stand.untilRun(id, 'COMPLETED', 15_000)).attempts).toBe(2);
      await waitFor('the picture', async () => (await stand.rowOf(id)).picture);
      const before = await stand.rowOf(id);
      process.kill(stalled, 'SIGCONT');
      await stand.untilRun(await queueRun(stand, { imageId: stand.images.store({ ms: 600 }) }), 'COMPLETED', 15_000);
      await replica.dispose();
      expect(await stand.rowOf(id)).toEqual(before);
      expect(await stand.sql("select kind from event where payload->>'runId' = ?", [id])).toHaveLength(1);
    } finally {
      process.kill(stalled, 'SIGCONT');
      await stand.dispose();
    }
  }, 40_000);
});

const workers = (): number[] | null => {
  const lines = execFileSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n').filter((line) => line.includes('fake-worker'));
  return lines.length ? lines.map((line) => Number.parseInt(line, 10)) : null;
};
