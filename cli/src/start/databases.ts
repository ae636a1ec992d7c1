import path from 'node:path';
import { findRunningPostgres, startEmbeddedPostgres } from '@microplate/platform/database';
import { SUBGRAPHS } from '@microplate/platform/service';
import type { Environment, Running } from './start-environment.ts';

type Databases = Running & { settings: Environment; embedded: boolean };

/**
 * Where the five databases are: on the server of DATABASE_URL, or those DATABASE_URL_* name, else in an embedded Postgres
 * below the data folder. Returns the settings that point to them; each service makes its own when it is missing.
 */
export const startDatabases = async (environment: Environment, dataFolder: string): Promise<Databases> => {
  const missing = SUBGRAPHS.filter((name) => !environment[`DATABASE_URL_${name.toUpperCase()}`]);
  if (missing.length === 0 || environment.DATABASE_URL) return { settings: {}, embedded: false, stop: async () => {} };
  const postgres = await startEmbeddedPostgres({ folder: path.join(dataFolder, 'postgres') });
  return { settings: { DATABASE_URL: postgres.urlOf('postgres') }, embedded: true, stop: postgres.stop };
};

/** The embedded databases of a Microplate that is running now, or null. Stopping leaves them alone. */
export const runningDatabases = (dataFolder: string): Databases | null => {
  const postgres = findRunningPostgres(path.join(dataFolder, 'postgres'));
  return postgres && { settings: { DATABASE_URL: postgres.urlOf('postgres') }, embedded: true, stop: async () => {} };
};
