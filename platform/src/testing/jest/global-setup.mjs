import { chmod, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../database/embedded-postgres.ts';

/** Programs that tests start by the dozen are compiled once: by Node itself, which looks whether a file has changed. */
const COMPILED = path.resolve(import.meta.dirname, '../../../../node_modules/.cache/compiled');

/** One real Postgres for the whole run; each test file makes its own databases in it. */
export default async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'microplate-test-'));
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, durable: false, maxConnections: 300 });
  process.env.TEST_POSTGRES_URL = postgres.urlOf('postgres');
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  globalThis.testPostgres = { ...postgres, folder };
};
