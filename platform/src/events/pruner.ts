import type { Database } from '../database/index.ts';
import type { Logger } from '../logging/index.ts';
import { pruneEvents } from './event-log.ts';

export interface Pruner { start(): void; dispose(): Promise<void> }

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Keeps a service's events for so many days: prunes at the start and every hour. */
export const createPruner = ({ database, days, logger, now = Date.now }: { database: Database; days: number; logger: Logger; now?: () => number }): Pruner => {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = () => {
    running = pruneEvents(database.em(), new Date(now() - days * DAY_MS))
      .then((count) => { if (count > 0) logger.info({ count }, 'events past their time were deleted'); })
      .catch((error: Error) => { logger.warn({ error: error.message }, 'could not delete events past their time'); });
  };
  return {
    start: () => { run(); timer = setInterval(run, HOUR_MS).unref(); },
    dispose: async () => { clearInterval(timer); await running; },
  };
};
