import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { createFolderBlobStore } from '@microplate/platform/blobs';
import { openDatabase } from '@microplate/platform/database';
import { createWakeups } from '@microplate/platform/events';
import { createLogger, type Logger } from '@microplate/platform/logging';
import { databaseUrlOf, serviceClientOf } from '@microplate/platform/service';
import { readInferenceSettings, type InferenceSettings } from '../config.ts';
import { createPhotoSource } from '../photos/photo-source.ts';
import { createWorkingQueue } from '../queue/job-queue.ts';
import { createResultsClient } from '../results/results-client.ts';
import { softwareVersion } from '../software-version.ts';
import { createReaderProcess } from './reader-process.ts';
import { createWorker } from './worker.ts';
import type { AttemptReport, WorkerDeps } from './worker-deps.ts';

const RETRY_MS = 500;

/** A worker in its own thread, its own process below the API, or a container: the same for all three. It ends with its parent. */
export const runWorker = async (environment: Record<string, string | undefined>, replaced: Partial<WorkerDeps> = {}): Promise<void> => {
  const settings = readInferenceSettings(environment);
  const logger = createLogger({ service: 'inference-worker', level: settings.LOG_LEVEL as string, format: settings.LOG_FORMAT as 'json' });
  const deps = { ...await createWorkerDeps(settings, logger), ...replaced };
  const worker = createWorker(deps);
  onStop(async () => {
    await worker.dispose();
    await deps.reader.close();
    await deps.wakeups.dispose();
    await deps.queue.dispose();
    await deps.database.dispose();
    process.exit(0);
  });
  await untilItWorks(deps.queue.start, logger);
  await untilItWorks(deps.wakeups.start, logger);
  worker.start();
};

const createWorkerDeps = async (settings: InferenceSettings, logger: Logger): Promise<WorkerDeps> => {
  const url = databaseUrlOf('inference', settings);
  const concurrency = settings.INFERENCE_CONCURRENCY as number;
  const database = await openDatabase({ url, migrations: [], poolSize: 2 * concurrency });
  return {
    database, logger, concurrency,
    queue: createWorkingQueue({ database, retries: settings.INFERENCE_RETRIES as number, logger }),
    wakeups: await createWakeups({ service: 'inference', databaseUrl: url, redisUrl: settings.REDIS_URL as string | undefined, logger }),
    results: createResultsClient(serviceClientOf('inference', 'results', settings)),
    photos: createPhotoSource(serviceClientOf('inference', 'images', settings)),
    blobs: createFolderBlobStore(path.join(settings.DATA_FOLDER as string, 'inference')),
    reader: createReaderProcess(settings.INFERENCE_MODELS as string),
    workerId: settings.INFERENCE_WORKER_ID as string | undefined ?? randomUUID(),
    softwareVersion: softwareVersion(),
    checkpoint: () => {}, report: tellParent,
  };
};

const tellParent = (report: AttemptReport): void => {
  if (!isMainThread) parentPort!.postMessage({ report });
  else process.send?.({ report });
};

/** A worker may start before the API has made the tables, or while the database restarts. */
const untilItWorks = async (start: () => Promise<void>, logger: Logger): Promise<void> => {
  for (;;) {
    try {
      return await start();
    } catch (error) {
      logger.info({ error: (error as Error).message }, 'waiting for the database');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
};

/** A stop is asked for by the parent's word or a signal; a parent that is gone ends the worker at once. */
const onStop = (stop: () => void): void => {
  if (!isMainThread) parentPort!.once('message', stop);
  else if (process.send) process.once('message', stop).once('disconnect', () => process.exit(1)).on('SIGINT', () => {});
  else process.once('SIGTERM', stop).once('SIGINT', stop);
};
