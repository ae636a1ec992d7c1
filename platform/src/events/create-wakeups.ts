import type { Logger } from '../logging/index.ts';
import { createPostgresWakeups, type Wakeups } from './wakeups.ts';

/** Redis Streams where `redisUrl` is set (its client is loaded then alone), else Postgres NOTIFY. `service` names the subgraph. */
export const createWakeups = async (options: { service: string; databaseUrl: string; redisUrl?: string; logger: Logger }): Promise<Wakeups> => {
  if (!options.redisUrl) return createPostgresWakeups({ url: options.databaseUrl, logger: options.logger });
  const { createRedisWakeups } = await import('./redis-wakeups.ts');
  return createRedisWakeups({ url: options.redisUrl, stream: `microplate:wake:${options.service}`, logger: options.logger });
};
