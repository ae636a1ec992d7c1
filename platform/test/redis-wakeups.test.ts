import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import { openDatabase, type Database } from '@microplate/platform/database';
import { createWakeups, type Wakeups } from '@microplate/platform/events';
import { freePort } from '@microplate/platform/http';
import { silentLogger } from '@microplate/platform/logging';
import { createTestDatabase, waitFor } from '@microplate/platform/testing';

const there = spawnSync('redis-server', ['--version']).status === 0;
const withRedis = there ? describe : describe.skip;

withRedis(`wake-ups over Redis${there ? '' : ' (skipped: no redis-server on this machine)'}`, () => {
  let redis: ChildProcess;
  let database: Database;
  let replicas: Wakeups[];

  beforeAll(async () => {
    const port = await freePort();
    redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    await waitFor('Redis', () => canConnect(port));
    const { url } = await createTestDatabase();
    database = await openDatabase({ url, migrations: [] });
    replicas = [1, 2].map(() => createWakeups({ service: 'results', databaseUrl: url, redisUrl: `redis://127.0.0.1:${port}`, logger: silentLogger() }));
    await Promise.all(replicas.map((one) => one.start()));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((one) => one.dispose()));
    await database.dispose();
    await new Promise((resolve) => { redis.once('exit', resolve); redis.kill(); });
  });

  test('reach every replica once the transaction has committed, and not where it rolled back', async () => {
    const heard = [0, 0];
    replicas.forEach((one, index) => one.subscribe('topic', () => { heard[index] += 1; }));
    await database.transaction((em) => replicas[0].announce(em, 'topic').then(() => { throw new Error('no'); })).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toEqual([0, 0]);
    await database.transaction((em) => replicas[0].announce(em, 'topic'));
    await waitFor('both replicas', () => heard.every((count) => count > 0));
  });
});

const canConnect = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.end(); resolve(true); });
  socket.once('error', () => resolve(false));
});
