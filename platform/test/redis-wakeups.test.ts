import { openDatabase, type Database } from '@microplate/platform/database';
import { createWakeups, type Wakeups } from '@microplate/platform/events';
import { silentLogger } from '@microplate/platform/logging';
import { createTestDatabase, hasRedis, startRedis, waitFor } from '@microplate/platform/testing';

const withRedis = hasRedis ? describe : describe.skip;

withRedis(`wake-ups over Redis${hasRedis ? '' : ' (skipped: no redis-server on this machine)'}`, () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let database: Database;
  let replicas: Wakeups[];

  beforeAll(async () => {
    redis = await startRedis();
    const { url } = await createTestDatabase();
    database = await openDatabase({ url, migrations: [] });
    replicas = await Promise.all([1, 2].map(() => createWakeups({ service: 'results', databaseUrl: url, redisUrl: redis.url, logger: silentLogger() })));
    await Promise.all(replicas.map((one) => one.start()));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((one) => one.dispose()));
    await database.dispose();
    await redis.stop();
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
