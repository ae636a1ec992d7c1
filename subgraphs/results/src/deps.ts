import { openDatabase, type Database } from '@microplate/platform/database';
import { createConsumer, createPruner, createWakeups, type Consumer, type Pruner, type Wakeups } from '@microplate/platform/events';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { callersOf, databaseUrlOf, serviceClientOf, type ServiceName } from '@microplate/platform/service';
import { createMetrics, type Metrics } from '@microplate/platform/telemetry';
import { createTracing, type Tracing, type TracingSettings } from '@microplate/platform/tracing';
import { migrations } from '../migrations/index.ts';
import type { ResultsSettings } from './config.ts';
import { RUNS_STREAM, createRunProjection } from './projection/run-projection.ts';

export interface ResultsDeps {
  database: Database;
  wakeups: Wakeups;
  /** Follows inference's ended runs. */
  runs: Consumer;
  /** Deletes result events past their time. */
  pruner: Pruner;
  /** Keys of those who may call, by issuer. */
  callers: Record<string, string>;
  metrics: Metrics;
  tracing: Tracing;
  logger: Logger;
}

/** `outer.fetch` replaces the network for siblings in the same process. */
export const createResultsDeps = async (settings: ResultsSettings, outer: { logger: Logger; fetch?: Partial<Record<ServiceName, Fetch>> }): Promise<ResultsDeps> => {
  const { logger } = outer;
  const metrics = createMetrics('results');
  const tracing = await createTracing('results', settings as unknown as TracingSettings);
  const url = databaseUrlOf('results', settings);
  const database = await openDatabase({ url, migrations, poolSize: settings.DATABASE_POOL_SIZE, onQuery: metrics.countStatement, tracing });
  const wakeups = await createWakeups({ service: 'results', databaseUrl: url, redisUrl: settings.REDIS_URL, logger });
  const runs = createConsumer({
    database, logger, source: 'inference', stream: RUNS_STREAM, apply: createRunProjection(wakeups),
    producer: serviceClientOf('results', 'inference', settings, outer.fetch?.inference),
  });
  const pruner = createPruner({ database, days: settings.RESULT_EVENTS_DAYS, logger });
  return { database, wakeups, runs, pruner, callers: callersOf('results', ['gateway', 'labware', 'inference'], settings), metrics, tracing, logger };
};
