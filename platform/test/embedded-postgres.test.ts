import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findRunningPostgres, openDatabase, startEmbeddedPostgres } from '@microplate/platform/database';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'microplate-pg-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = async (url: string, sql: string) => {
  const client = new pg.Client(url);
  await client.connect();
  try { return (await client.query(sql)).rows; } finally { await client.end(); }
};

test('what was committed survives, an orphan left by a killed launcher is ended, and a password is needed', async () => {
  const first = await startEmbeddedPostgres({ folder });
  // A service makes its database when it is missing, also when two of its replicas start at once.
  const replicas = await Promise.all([1, 2].map(() => openDatabase({ url: first.urlOf('one'), migrations: [] })));
  await Promise.all(replicas.map((one) => one.migrate()));
  await Promise.all(replicas.map((one) => one.dispose()));
  await ask(first.urlOf('one'), 'create table t as select 1 as n');
  expect(findRunningPostgres(folder)?.port).toBe(first.port);
  await expect(ask(first.urlOf('one').replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);

  // The first launcher is gone without a word: its Postgres still owns the folder.
  const orphan = Number((await readFile(path.join(folder, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
  const second = await startEmbeddedPostgres({ folder });
  expect(() => process.kill(orphan, 0)).toThrow();
  expect(await ask(second.urlOf('one'), 'select n from t')).toEqual([{ n: 1 }]);

  // And one whose machine was switched off: a stale pid file, nobody there.
  await second.stop();
  const third = await startEmbeddedPostgres({ folder });
  expect(await ask(third.urlOf('one'), 'select n from t')).toEqual([{ n: 1 }]);
  await third.stop();
  expect(findRunningPostgres(folder)).toBeNull();
}, 60_000);
