import type { AuthDeps } from '../deps.ts';
import { deleteEndedWindows } from '../limits/limit-store.ts';
import { deleteExpiredFamilies } from './session-store.ts';

const HOUR = 3_600_000;
/** Expired sessions stay a day, so that their tokens are told `TOKEN_EXPIRED`. */
const KEEP_MS = 24 * HOUR;

/** Deletes sessions long expired and windows that have ended. */
export const sweep = async ({ database, now }: Pick<AuthDeps, 'database' | 'now'>): Promise<void> => {
  await deleteExpiredFamilies(database.em(), now() - KEEP_MS);
  await deleteEndedWindows(database.em(), now());
};

/** Sweeps at the start and every hour. */
export const createSweeper = (deps: Pick<AuthDeps, 'database' | 'now' | 'logger'>): { start(): void; dispose(): Promise<void> } => {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = () => {
    running = sweep(deps).catch((error: Error) => deps.logger.warn({ error: error.message }, 'could not sweep expired sessions'));
  };
  return {
    start: () => { run(); timer = setInterval(run, HOUR).unref(); },
    dispose: async () => { clearInterval(timer); await running; },
  };
};
