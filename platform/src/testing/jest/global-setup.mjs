import { chmod, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../database/embedded-postgres.ts';

/** One real Postgres for the whole run; each test file makes its own databases in it. */
export default async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'microplate-test-'));
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder, durable: false, maxConnections: 300 });
  process.env.TEST_POSTGRES_URL = postgres.urlOf('postgres');
  globalThis.testPostgres = { ...postgres, folder };
};
