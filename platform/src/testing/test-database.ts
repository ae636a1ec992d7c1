import { randomBytes } from 'node:crypto';
import pg from 'pg';

declare global { var testDatabases: string[]; }

/** An empty database of this test file's own; dropped when the file ends, which fails the file while a connection is open. */
export const createTestDatabase = async (): Promise<{ url: string }> => {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  globalThis.testDatabases.push(name);
  url.pathname = `/${name}`;
  return { url: url.href };
};
