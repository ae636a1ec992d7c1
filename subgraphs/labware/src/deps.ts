import { createSignedAddresses, type SignedAddresses } from '@microplate/platform/blobs';
import { openDatabase, type Database } from '@microplate/platform/database';
import { createWakeups, type Wakeups } from '@microplate/platform/events';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { callersOf, databaseUrlOf, serviceClientOf, type ServiceName } from '@microplate/platform/service';
import { createMetrics, type Metrics } from '@microplate/platform/telemetry';
import { createTracing, type Tracing } from '@microplate/platform/tracing';
import { migrations } from '../migrations/index.ts';
import type { LabwareSettings } from './config.ts';
import { createDelivery, type Delivery } from './delivery/delivery.ts';
import { createOutbox } from './delivery/outbox-store.ts';
import type { GenerateDeps } from './interface-files/generate-interface-file.ts';
import { createReportSource } from './interface-files/report-source.ts';

export interface LabwareDeps extends GenerateDeps {
  database: Database;
  wakeups: Wakeups;
  addresses: SignedAddresses;
  /** Null where no destination is set. */
  delivery: Delivery | null;
  callers: Readonly<Record<string, string>>;
  metrics: Metrics;
  tracing: Tracing;
  logger: Logger;
}

export interface LabwareOuter {
  logger: Logger;
  /** Siblings of the same process. */
  fetch?: Partial<Record<ServiceName, Fetch>>;
  now?: () => Date;
}

export const createLabwareDeps = async (settings: LabwareSettings, { logger, fetch, now = () => new Date() }: LabwareOuter): Promise<LabwareDeps> => {
  const url = databaseUrlOf('labware', settings);
  const metrics = createMetrics('labware');
  const tracing = await createTracing('labware', settings);
  const database = await openDatabase({ url, migrations, poolSize: settings.DATABASE_POOL_SIZE, onQuery: metrics.countStatement, tracing });
  const wakeups = await createWakeups({ service: 'labware', databaseUrl: url, redisUrl: settings.REDIS_URL, logger });
  const folder = settings.DELIVERY_FOLDER;
  const plan = { attempts: settings.DELIVERY_ATTEMPTS, firstWaitMs: settings.DELIVERY_RETRY_MS };
  return {
    database, wakeups, logger, now, metrics, tracing,
    reports: createReportSource(serviceClientOf('labware', 'results', settings, fetch?.results, tracing)),
    addresses: createSignedAddresses({ publicUrl: settings.PUBLIC_URL, service: 'labware', key: settings.FILE_KEY_LABWARE }),
    outbox: folder ? createOutbox(wakeups) : null,
    delivery: folder ? createDelivery({ database, wakeups, folder, plan, logger }) : null,
    timeZone: settings.FILE_NAME_TIME_ZONE,
    callers: callersOf('labware', ['gateway'], settings),
  };
};
