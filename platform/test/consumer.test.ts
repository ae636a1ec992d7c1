import { Migration } from '@mikro-orm/migrations';
import { Hono } from 'hono';
import { openDatabase, type Database } from '@microplate/platform/database';
import { EVENT_CURSOR_SQL, EVENT_LOG_SQL, addEventRoute, appendEvent, createConsumer, createPostgresWakeups, type StoredEvent, type Wakeups } from '@microplate/platform/events';
import { silentLogger } from '@microplate/platform/logging';
import { createTestDatabase, waitFor } from '@microplate/platform/testing';

class Producer extends Migration {
  override up() { for (const sql of EVENT_LOG_SQL) this.addSql(sql); }
}
class Follower extends Migration {
  override up() { for (const sql of [...EVENT_CURSOR_SQL, 'create table seen (n int not null)']) this.addSql(sql); }
}

const logger = silentLogger();
let source: Database;
let sink: Database;
let wakeups: Wakeups;
let app: Hono<any>;
let down = false;

beforeAll(async () => {
  const url = (await createTestDatabase()).url;
  source = await openDatabase({ url, migrations: [{ name: '1', class: Producer }] });
  sink = await openDatabase({ url: (await createTestDatabase()).url, migrations: [{ name: '1', class: Follower }] });
  await Promise.all([source.migrate(), sink.migrate()]);
  wakeups = createPostgresWakeups({ url, logger });
  await wakeups.start();
  app = new Hono();
  app.use(async (context, next) => { context.set('identity', { issuer: 'follower' }); await next(); });
  addEventRoute(app, { database: source, wakeups, admits: ['follower'] });
});
afterAll(async () => { await wakeups.dispose(); await source.dispose(); await sink.dispose(); });
beforeEach(async () => {
  down = false;
  await source.em().execute('delete from event; delete from event_stream');
  await sink.em().execute('delete from seen; delete from event_cursor');
});

const produce = (n: number) => source.transaction((em) => appendEvent(em, wakeups, { stream: 's', labId: 'l', kind: 'k', payload: { n } }));
const seen = async () => (await sink.em().execute<{ n: number }[]>('select n from seen order by ctid')).map((row) => row.n);
const consumer = (apply?: (event: StoredEvent) => Promise<void>) => createConsumer({
  database: sink, source: 'source', stream: 's', logger,
  producer: async ({ path, signal }) => {
    if (down) throw new Error('away');
    return app.fetch(new Request(`http://source${path}`, { signal }));
  },
  apply: async (em, event) => {
    await em.execute('insert into seen (n) values (?)', [event.payload.n]);
    await apply?.(event);
  },
});

test('each event has its effect once, in order, also with two consumers of one cursor and while events are written', async () => {
  const consumers = [consumer(), consumer()];
  await produce(1);
  for (const one of consumers) one.start();
  for (let n = 2; n <= 40; n += 1) await produce(n);
  await waitFor('40 effects', async () => (await seen()).length >= 40);
  expect(await seen()).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  for (const one of consumers) await one.dispose();
});

test('an effect that fails leaves no trace and is tried again', async () => {
  let failures = 2;
  const one = consumer(async () => { if (failures-- > 0) throw new Error('not now'); });
  await produce(1);
  await produce(2);
  one.start();
  await waitFor('both effects', async () => (await seen()).length >= 2);
  expect(await seen()).toEqual([1, 2]);
  await one.dispose();
});

test('catchUp applies all that was committed before it was asked, and says when the producer is away', async () => {
  for (let n = 1; n <= 250; n += 1) await produce(n);
  const one = consumer();
  await one.catchUp();
  expect((await seen()).length).toBe(250);
  down = true;
  await expect(one.catchUp()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await one.dispose();
}, 30_000);

test('an event arrives without waiting for a poll', async () => {
  const one = consumer();
  one.start();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  await produce(1);
  await waitFor('the effect', async () => (await seen()).length === 1);
  expect(performance.now() - began).toBeLessThan(1000);
  await one.dispose();
});

test('one that waits stops at once, though its request never hears of it', async () => {
  let asked = 0;
  const waiting = createConsumer({ database: sink, source: 'source', stream: 's', logger, apply: async () => {}, producer: () => { asked += 1; return new Promise(() => {}); } });
  waiting.start();
  await waitFor('a request', () => Promise.resolve(asked > 0));
  const began = performance.now();
  await waiting.dispose();
  expect(performance.now() - began).toBeLessThan(1000);
});
