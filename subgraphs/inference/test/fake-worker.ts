// The worker's main file in tests: a fake reader, and a crash where the file `crash-at` in the data folder says so.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runWorker } from '../src/worker/run-worker.ts';
import { createFakeReader } from './fake-reader.ts';

const order = path.join(process.env.DATA_FOLDER!, 'crash-at');

await runWorker(process.env, {
  reader: createFakeReader(),
  checkpoint: async (name) => {
    if (!existsSync(order) || readFileSync(order, 'utf8') !== name) return;
    rmSync(order);
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  },
});
