import path from 'node:path';
import { createDatabases, findRunningPostgres, startEmbeddedPostgres } from '@microplate/platform/database';
import type { Environment, Running } from './start-environment.ts';

type Databases = Running & { settings: Environment; embedded: boolean };

const NAMES = ['auth', 'images', 'inference', 'results', 'labware'];
const databaseOf = (name: string) => `microplate_${name}`;

/**
 * The five databases: on the server of DATABASE_URL, or those DATABASE_URL_* name, else in an embedded Postgres
 * below the data folder. Returns the settings that point to them.
 */
export const startDatabases = async (environment: Environment, dataFolder: string): Promise<Databases> => {
  const missing = NAMES.filter((name) => !environment[`DATABASE_URL_${name.toUpperCase()}`]);
  if (missing.length === 0) return { settings: {}, embedded: false, stop: async () => {} };
  if (environment.DATABASE_URL) {
    await createDatabases(environment.DATABASE_URL, missing.map(databaseOf));
    return { settings: {}, embedded: false, stop: async () => {} };
  }
  const postgres = await startEmbeddedPostgres({ folder: path.join(dataFolder, 'postgres') });
  await createDatabases(postgres.urlOf('postgres'), NAMES.map(databaseOf));
  return { settings: { DATABASE_URL: postgres.urlOf('postgres') }, embedded: true, stop: postgres.stop };
};

/** The embedded databases of a Microplate that is running now, or null. Stopping leaves them alone. */
export const runningDatabases = (dataFolder: string): Databases | null => {
  const postgres = findRunningPostgres(path.join(dataFolder, 'postgres'));
  return postgres && { settings: { DATABASE_URL: postgres.urlOf('postgres') }, embedded: true, stop: async () => {} };
};
