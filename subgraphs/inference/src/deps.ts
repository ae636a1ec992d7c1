import path from 'node:path';
import { createFolderBlobStore, createSignedAddresses, type BlobStore, type SignedAddresses } from '@microplate/platform/blobs';
import { openDatabase, type Database } from '@microplate/platform/database';
import { createConsumer, createWakeups, type Consumer, type Wakeups } from '@microplate/platform/events';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { callersOf, databaseUrlOf, serviceClientOf, type ServiceName } from '@microplate/platform/service';
import { createMetrics, type Metrics } from '@microplate/platform/telemetry';
import { createTracing, type Tracing, type TracingSettings } from '@microplate/platform/tracing';
import { migrations } from '../migrations/index.ts';
import { environmentOf, type InferenceSettings } from './config.ts';
import { createTemporaryPictures, type TemporaryPictures } from './locations/temporary-pictures.ts';
import { createTurnstile, type Turnstile } from './locations/turnstile.ts';
import { createModelRegistry, type ModelRegistry } from './models/model-registry.ts';
import { createPhotoSource, type PhotoSource } from './photos/photo-source.ts';
import { applyImageEvent } from './photos/photo-store.ts';
import { createOwningQueue, type JobQueue } from './queue/job-queue.ts';
import { JOBS_TOPIC, expireLeasesOf } from './queue/lease-store.ts';
import { createResultsClient, type ResultsClient } from './results/results-client.ts';
import { createRunMetrics, type RunMetrics } from './telemetry/run-metrics.ts';
import type { PlateReader } from './worker/plate-reader.ts';
import { createReaderProcess } from './worker/reader-process.ts';
import { createSupervisor, type Supervisor } from './worker/supervisor.ts';

export interface InferenceDeps {
  database: Database; queue: JobQueue; wakeups: Wakeups; imageEvents: Consumer; models: ModelRegistry;
  blobs: BlobStore; addresses: SignedAddresses; supervisor: Supervisor; callers: Record<string, string>;
  metrics: Metrics; tracing: Tracing; runMetrics: RunMetrics; logger: Logger; results: ResultsClient;
  /** For questions whose answer is waited for: photos, a reader process of the API's own, turns, and where their pictures go. */
  photos: PhotoSource; reader: PlateReader; turnstile: Turnstile; temporary: TemporaryPictures;
  /** Aborted when the subgraph stops: ends what would wait for ever. */
  stopping: AbortSignal; stop: () => void;
}

export interface OuterInference {
  logger: Logger;
  /** Siblings in the same process; the worker always takes the network. */
  fetch?: Partial<Record<ServiceName, Fetch>>;
  /** Another main file for the worker (tests). */
  workerFile?: URL;
  /** Another reader for the API's own questions (tests). */
  reader?: PlateReader;
}

/** How many questions that are waited for may be under way: of one person, and in all. */
const QUESTIONS = { perPerson: 3, inAll: 16 };

export const createInferenceDeps = async (settings: InferenceSettings, { logger, fetch = {}, workerFile, reader }: OuterInference): Promise<InferenceDeps> => {
  const url = databaseUrlOf('inference', settings);
  const metrics = createMetrics('inference');
  const tracing = await createTracing('inference', settings as unknown as TracingSettings);
  const database = await openDatabase({ url, migrations, poolSize: settings.DATABASE_POOL_SIZE as number, onQuery: metrics.countStatement, tracing });
  const wakeups = await createWakeups({ service: 'inference', databaseUrl: url, redisUrl: settings.REDIS_URL as string | undefined, logger });
  const images = serviceClientOf('inference', 'images', settings, fetch.images);
  const runMetrics = createRunMetrics(metrics, database);
  const stop = new AbortController();
  return {
    database, wakeups, metrics, tracing, runMetrics, logger,
    queue: createOwningQueue({ url, retries: settings.INFERENCE_RETRIES as number, logger }),
    imageEvents: createConsumer({ database, producer: images, source: 'images', stream: 'images', apply: applyImageEvent, logger }),
    models: createModelRegistry(settings.INFERENCE_MODELS as string),
    results: createResultsClient(serviceClientOf('inference', 'results', settings, fetch.results)),
    photos: createPhotoSource(images),
    reader: reader ?? createReaderProcess(settings.INFERENCE_MODELS as string),
    turnstile: createTurnstile({ atOnce: settings.INFERENCE_CONCURRENCY as number, ...QUESTIONS }),
    temporary: createTemporaryPictures(path.join(settings.DATA_FOLDER as string, 'inference-temporary')),
    blobs: createFolderBlobStore(path.join(settings.DATA_FOLDER as string, 'inference')),
    addresses: createSignedAddresses({ publicUrl: settings.PUBLIC_URL as string, service: 'inference', key: settings.FILE_KEY_INFERENCE as string }),
    supervisor: createSupervisor({
      mode: settings.INFERENCE_WORKER as 'thread', file: workerFile ?? new URL('./worker/worker-main.ts', import.meta.url), environment: environmentOf(settings), logger,
      onReport: (report) => runMetrics.observe(report),
      onEnd: (workerId) => database.transaction(async (em) => {
        await expireLeasesOf(em, workerId);
        await wakeups.announce(em, JOBS_TOPIC);
      }),
    }),
    callers: callersOf('inference', ['gateway', 'results'], settings),
    stopping: stop.signal, stop: () => stop.abort(),
  };
};
