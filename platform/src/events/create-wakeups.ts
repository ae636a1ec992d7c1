import type { Logger } from '../logging/index.ts';
import { createRedisWakeups } from './redis-wakeups.ts';
import { createPostgresWakeups, type Wakeups } from './wakeups.ts';

/** Redis Streams where `redisUrl` is set, else Postgres NOTIFY. `service` names the subgraph. */
export const createWakeups = (options: { service: string; databaseUrl: string; redisUrl?: string; logger: Logger }): Wakeups =>
  options.redisUrl
    ? createRedisWakeups({ url: options.redisUrl, stream: `microplate:wake:${options.service}`, logger: options.logger })
    : createPostgresWakeups({ url: options.databaseUrl, logger: options.logger });
