import { appendEvent } from '@microplate/platform/events';
import { waitFor } from '@microplate/platform/testing';
import { startResults, type Results } from './results.ts';
import { openEvents } from './sse.ts';

let results: Results;
beforeAll(async () => { results = await startResults(); });
afterAll(() => results.dispose());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ALL = 'subscription ($after: String) { resultEvents(after: $after) { cursor run { id } } }';

/** Transactions that commit in another order than they began, one in ten not at all. */
const write = async (writer: number, count: number): Promise<string[]> => {
  const committed: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const runId = `${writer}-${number}`;
    await pause(Math.random() * 4);
    await results.deps.database.transaction(async (em) => {
      await appendEvent(em, results.deps.wakeups, { stream: 'lab:default', labId: 'default', kind: 'PLATE_READ', payload: { runId, plateId: runId, sampleNo: 'S' } });
      await pause(Math.random() * 4);
      if (number % 10 === 9) throw new Error('rolled back');
      committed.push(runId);
    }).catch((error: Error) => { if (error.message !== 'rolled back') throw error; });
  }
  return committed;
};

test('eight writers at once: who follows by cursor, leaving and coming back, misses none, sees none twice, and all in one order', async () => {
  const writing = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer, 30)));
  const total = 8 * 27;
  const steady = openEvents(results, ALL).then((events) => events.take(total).finally(() => events.leave()));
  const seen: { cursor: string; run: { id: string } }[] = [];
  const start = Buffer.from('["results","default",0]').toString('base64url');
  while (seen.length < total) {
    const events = await openEvents(results, ALL, { after: seen.at(-1)?.cursor ?? start });
    seen.push(...await events.take(Math.min(1 + Math.floor(Math.random() * 40), total - seen.length)));
    await events.leave();
  }
  const ids = seen.map(({ run }) => run.id);
  expect(ids.toSorted()).toEqual((await writing).flat().toSorted());
  for (let writer = 0; writer < 8; writer += 1) {
    const own = ids.filter((id) => id.startsWith(`${writer}-`)).map((id) => Number(id.slice(2)));
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
  expect((await steady).map(({ run }) => run.id)).toEqual(ids);
});

test('the control: with serial ids, an event that commits late is lost; with the stream\'s sequence the later writer waits', async () => {
  const { database, wakeups } = results.deps;
  await database.em().execute('create table serial_event (id bigserial primary key)');
  const gate = Promise.withResolvers<void>(), inserted = Promise.withResolvers<void>();
  const slow = database.transaction(async (em) => { await em.execute('insert into serial_event default values'); inserted.resolve(); await gate.promise; });
  await inserted.promise;
  await database.em().execute('insert into serial_event default values');
  const read = async (after: number) => (await database.em().execute<{ id: string }[]>('select id from serial_event where id > ? order by id', [after])).map(({ id }) => Number(id));
  expect(await read(0)).toEqual([2]);
  gate.resolve();
  await slow;
  expect(await read(2)).toEqual([]);

  const order: string[] = [];
  const append = (runId: string, hold: Promise<void>) => database.transaction(async (em) => {
    await appendEvent(em, wakeups, { stream: 'control', labId: 'default', kind: 'PLATE_READ', payload: { runId } });
    order.push(runId);
    await hold;
  });
  const hold = Promise.withResolvers<void>();
  const first = append('first', hold.promise);
  await waitFor('the first to have its sequence', () => order.length === 1);
  const second = append('second', Promise.resolve());
  await pause(100);
  expect(order).toEqual(['first']);
  hold.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});
