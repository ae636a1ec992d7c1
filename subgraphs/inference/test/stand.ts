import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Identity } from '@microplate/platform/identity';
import { createLogger } from '@microplate/platform/logging';
import { callerOf, createTestDatabase, testIdentity, waitFor } from '@microplate/platform/testing';
import { readInferenceSettings } from '../src/config.ts';
import { createInferenceDeps } from '../src/deps.ts';
import type { RunRow } from '../src/runs/run-types.ts';
import { createInferenceSubgraph } from '../src/subgraph.ts';
import type { PlateReader } from '../src/worker/plate-reader.ts';
import { startFakeImages } from './fake-images.ts';
import { createFakeReader } from './fake-reader.ts';
import { startFakeResults } from './fake-results.ts';

const KEY = 'a key that the tests alone know, of 32 characters or more';

export const operator = (given: Partial<Identity> = {}) => testIdentity({ permissions: ['results:view', 'inference:run', 'capture:view'], ...given });
export const viewer = (given: Partial<Identity> = {}) => testIdentity({ permissions: ['results:view', 'capture:view'], ...given });

/** An inference subgraph on its own database, with fake images, and a worker that reads fake photos. */
export const createStand = async (given: Record<string, string> = {}, { realWorker = false, reader = createFakeReader() }: { realWorker?: boolean; reader?: PlateReader } = {}) => {
  const [{ url }, images, fakeResults, folder] = await Promise.all([createTestDatabase(), startFakeImages(), startFakeResults(), mkdtemp(path.join(os.tmpdir(), 'inference-test-'))]);
  const settings = readInferenceSettings({
    DATABASE_URL_INFERENCE: url, IMAGES_URL: images.url, RESULTS_URL: fakeResults.url, DATA_FOLDER: folder, LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    SERVICE_KEY_GATEWAY_INFERENCE: KEY, SERVICE_KEY_RESULTS_INFERENCE: KEY, SERVICE_KEY_INFERENCE_IMAGES: KEY, SERVICE_KEY_INFERENCE_RESULTS: KEY, FILE_KEY_INFERENCE: KEY, ...given,
  });
  const deps = await createInferenceDeps(settings, { logger: createLogger({ service: 'inference', level: settings.LOG_LEVEL }), ...(realWorker ? {} : { workerFile: new URL('./fake-worker.ts', import.meta.url), reader }) });
  const subgraph = createInferenceSubgraph(deps);
  await subgraph.start();
  const gateway = callerOf(subgraph, { key: KEY });
  const sql = <Row = any>(text: string, params: unknown[] = []) => deps.database.em().execute<Row[]>(text, params);
  const rowOf = async (id: string) => (await sql<RunRow>('select * from run where id = ?', [id]))[0];
  return {
    ...gateway, url, folder, settings, deps, subgraph, images, fakeResults, sql, rowOf, results: callerOf(subgraph, { key: KEY, issuer: 'results' }),
    untilRun: (id: string, status: string, timeoutMs?: number) => waitFor(`run ${status}`, async () => { const row = await rowOf(id); return row?.status === status ? row : null; }, timeoutMs),
    dispose: async () => { await subgraph.dispose(); await images.close(); await fakeResults.close(); await rm(folder, { recursive: true, force: true }); },
  };
};

export type Stand = Awaited<ReturnType<typeof createStand>>;

export const READ_PLATE = 'mutation ($input: ReadPlateInput!) { readPlate(input: $input) { id status progress step threshold plate { id } } }';

/** Queues a reading; answers its id. */
export const queueRun = async (stand: Stand, input: Record<string, unknown>, who = operator()): Promise<string> => {
  const answer = await stand.query(READ_PLATE, { input: { sampleNo: 'S1', ...input } }, who);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.readPlate.id;
};

export const codeOf = (answer: { errors?: { extensions: { code: string } }[] }): string | undefined => answer.errors?.map(({ extensions }) => extensions.code).join();
