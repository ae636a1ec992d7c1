import path from 'node:path';
import { createFolderBlobStore, createSignedAddresses, type SignedAddresses } from '@microplate/platform/blobs';
import { openDatabase } from '@microplate/platform/database';
import { createWakeups } from '@microplate/platform/events';
import type { Logger } from '@microplate/platform/logging';
import { callersOf, databaseUrlOf } from '@microplate/platform/service';
import { createMetrics, type Metrics } from '@microplate/platform/telemetry';
import { createTracing, type Tracing } from '@microplate/platform/tracing';
import { migrations } from '../migrations/index.ts';
import type { ImagesSettings } from './config.ts';
import { createPhotoCheck } from './images/check-photo.ts';
import type { UploadDeps } from './images/upload-image.ts';

export interface ImagesDeps extends UploadDeps {
  addresses: SignedAddresses;
  callers: Readonly<Record<string, string>>;
  metrics: Metrics;
  tracing: Tracing;
  logger: Logger;
}

export interface ImagesOuter { logger: Logger; now?: () => Date }

export const createImagesDeps = async (settings: ImagesSettings, { logger, now = () => new Date() }: ImagesOuter): Promise<ImagesDeps> => {
  const url = databaseUrlOf('images', settings);
  const metrics = createMetrics('images');
  const tracing = await createTracing('images', settings);
  return {
    database: await openDatabase({ url, migrations, poolSize: settings.DATABASE_POOL_SIZE, onQuery: metrics.countStatement, tracing }),
    wakeups: await createWakeups({ service: 'images', databaseUrl: url, redisUrl: settings.REDIS_URL, logger }),
    blobs: createFolderBlobStore(path.join(settings.DATA_FOLDER, 'images')),
    checkPhoto: createPhotoCheck({ maxPixels: settings.IMAGE_MAX_PIXELS }),
    addresses: createSignedAddresses({ publicUrl: settings.PUBLIC_URL, service: 'images', key: settings.FILE_KEY_IMAGES, now: () => now().getTime() }),
    callers: callersOf('images', ['gateway', 'inference'], settings),
    maxBytes: settings.IMAGE_MAX_BYTES,
    metrics, tracing, logger, now,
  };
};
