import { randomUUID } from 'node:crypto';
import { encodeCursor } from '@microplate/platform/paging';
import { waitFor } from '@microplate/platform/testing';
import { completed, failed, flowing, startResults, viewer, type Results } from './results.ts';
import { openEvents } from './sse.ts';

let results: Results;
beforeAll(async () => { results = await startResults(); });
afterAll(() => results.dispose());

const SAMPLE = 'subscription ($sampleNo: String!, $after: String) { sampleEvents(sampleNo: $sampleNo, after: $after) { cursor kind at plate { id acceptedRun { id } distribution { total } } run { id } sample { sampleNo gmt { value } } } }';
const PLATE = 'subscription ($plateId: ID!, $after: String) { plateEvents(plateId: $plateId, after: $after) { kind run { id } plate { id acceptedRun { id } } } }';
const ALL = 'subscription ($after: String) { resultEvents(after: $after) { cursor kind run { id } } }';
const runIds = (events: { run: { id: string } }[]) => events.map(({ run }) => run.id);
const idsOf = (runs: { payload: { runId: string } }[]) => runs.map(({ payload }) => payload.runId);
const cursorOf = async (sampleNo: string) => (await results.gateway.query('query ($sampleNo: String!) { sample(sampleNo: $sampleNo) { cursor } }', { sampleNo }, viewer())).data.sample.cursor;

test('a sample that does not exist yet may be listened to; without a cursor from now on', async () => {
  await results.emit(completed({ sampleNo: 'BEFORE' }));
  const events = await openEvents(results, SAMPLE, { sampleNo: ' NEW ' });
  await results.emit(completed({ sampleNo: 'ANOTHER' }));
  const run = completed({ sampleNo: 'NEW', rows: Array.from({ length: 8 }, () => flowing(4)) });
  await results.emit(run);
  const [event] = await events.take(1);
  expect(event).toEqual({ cursor: expect.any(String), kind: 'PLATE_READ', at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), run: { id: run.payload.runId },
    plate: { id: run.payload.plateId, acceptedRun: { id: run.payload.runId }, distribution: { total: 8 } }, sample: { sampleNo: 'NEW', gmt: { value: expect.closeTo(16, 9) } } });
  await events.leave();
});

test('each event shows the plate anew: first failed, then read, then read again', async () => {
  const runs = [failed({ sampleNo: 'LIVE' }), completed({ sampleNo: 'LIVE', requestedAt: '2026-01-02T00:00:00.000Z' }), completed({ sampleNo: 'LIVE', requestedAt: '2026-01-03T00:00:00.000Z' })];
  const { plateId } = runs[0].payload;
  const events = await openEvents(results, PLATE, { plateId: plateId.toUpperCase() });
  const told = [];
  for (const run of runs) {
    await results.emit(run);
    told.push(...await events.take(1));
  }
  expect(told.map(({ kind }) => kind)).toEqual(['RUN_FAILED', 'PLATE_READ', 'PLATE_REREAD']);
  expect(runIds(told)).toEqual(idsOf(runs));
  expect(told.map(({ plate }) => plate)).toEqual([null, runs[1].payload.runId, runs[2].payload.runId].map((id) => ({ id: plateId, acceptedRun: id && { id } })));
  await events.leave();
});

test('with a cursor: everything since, none twice, then what comes', async () => {
  await results.emit(completed({ sampleNo: 'RESUME' }));
  const after = await cursorOf('RESUME');
  const missed = Array.from({ length: 5 }, (_, index) => completed({ sampleNo: 'RESUME', plateNo: `P${index}` }));
  for (const run of missed) { await results.emit(run); await results.emit(completed({ sampleNo: 'NOISE' })); }
  const events = await openEvents(results, SAMPLE, { sampleNo: 'RESUME', after });
  const live = completed({ sampleNo: 'RESUME', plateNo: 'P9' });
  await results.emit(live);
  const told = await events.take(6);
  expect(runIds(told)).toEqual(idsOf([...missed, live]));
  await events.leave();
  const again = await openEvents(results, ALL, { after: told[2].cursor });
  const rest = await again.take(6);
  expect(runIds(rest).filter((id) => idsOf(missed).includes(id))).toEqual(idsOf(missed.slice(3)));
  await again.leave();
});

test('Sample.cursor is of the same snapshot as the sample: answer and stream together tell every plate once', async () => {
  const READ = 'query { sample(sampleNo: "SNAP") { cursor plates(first: 100) { edges { node { acceptedRun { id } } } } } }';
  await results.emit(completed({ sampleNo: 'SNAP', plateNo: 'P0' }));
  const runs = Array.from({ length: 15 }, (_, index) => completed({ sampleNo: 'SNAP', plateNo: `P${index + 1}` }));
  const writing = (async () => { for (const run of runs) await results.producer.append(run); })();
  const answers: { shown: string[]; cursor: string }[] = [];
  while (answers.length === 0 || answers.at(-1)!.shown.length < 16) {
    const { sample } = (await results.gateway.query(READ, {}, viewer())).data;
    answers.push({ cursor: sample.cursor, shown: sample.plates.edges.map(({ node }: { node: { acceptedRun: { id: string } } }) => node.acceptedRun.id) });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await writing;
  for (const { cursor, shown } of answers) {
    const events = await openEvents(results, SAMPLE, { sampleNo: 'SNAP', after: cursor });
    expect([...shown, ...runIds(await events.take(16 - shown.length))].slice(1)).toEqual(idsOf(runs));
    await events.leave();
  }
});

test('a lab hears of itself alone', async () => {
  const identity = viewer({ labId: 'quiet' });
  const open = await Promise.all([openEvents(results, ALL, {}, identity), openEvents(results, SAMPLE, { sampleNo: 'BOTH' }, identity)]);
  await results.emit(completed({ sampleNo: 'BOTH' }));
  const own = completed({ sampleNo: 'BOTH', labId: 'quiet' });
  await results.emit(own);
  for (const events of open) expect(runIds(await events.take(1))).toEqual([own.payload.runId]);
  await Promise.all(open.map((events) => events.leave()));
});

test('a bad cursor, sample or plate is refused before the stream begins', async () => {
  await results.emit(completed({ sampleNo: 'THEIRS', labId: 'theirs' }));
  const code = async (text: string, variables: object, identity = viewer()) => (await (await openEvents(results, text, variables, identity)).next())!.errors!.map(({ extensions }) => extensions.code);
  const theirs = (await results.gateway.query('{ sample(sampleNo: "THEIRS") { cursor } }', {}, viewer({ labId: 'theirs' }))).data.sample.cursor;
  for (const after of [theirs, 'nonsense', '', encodeCursor('samples', [1]), encodeCursor('results', ['default', 1e9]), encodeCursor('results', ['default', -1]), encodeCursor('results', ['default', 'x']), encodeCursor('results', ['default', 0.5])]) {
    expect(await code(ALL, { after })).toEqual(['BAD_USER_INPUT']);
  }
  expect(await code(SAMPLE, { sampleNo: '../../etc/passwd' })).toEqual(['BAD_USER_INPUT']);
  expect(await code(PLATE, { plateId: 'no-uuid' })).toEqual(['NOT_FOUND']);
  expect(await code(ALL, {}, viewer({ permissions: ['capture:view'] }))).toEqual(['FORBIDDEN']);
  expect(await code(ALL, {}, viewer({ userId: null }))).toEqual(['UNAUTHENTICATED']);
});

test('who leaves is forgotten at once, also in the middle of a wait or of many events', async () => {
  await waitFor('earlier ones to be gone', () => results.listeners() === 0);
  const after = encodeCursor('results', ['default', 0]);
  const open = await Promise.all([openEvents(results, SAMPLE, { sampleNo: 'IDLE' }), openEvents(results, PLATE, { plateId: randomUUID() }), openEvents(results, ALL), openEvents(results, ALL, { after })]);
  await open[3].take(2);
  await waitFor('all to listen', () => results.listeners() >= 3);
  await Promise.all(open.map((events) => events.leave()));
  await waitFor('all to be gone', () => results.listeners() === 0, 1000);
});

test('the end of the service breaks the streams off: an end in peace would say that nothing more comes', async () => {
  const own = await startResults();
  const events = await openEvents(own, ALL);
  await own.dispose();
  await expect(events.next()).rejects.toThrow('stopping');
});

test('a cursor older than what is kept is told, with the oldest one to go on from, at the start and on the way', async () => {
  const own = await startResults();
  try {
    for (let i = 0; i < 6; i += 1) await own.emit(completed({ sampleNo: `OLD${i}` }));
    const cursor = (seq: number) => encodeCursor('results', ['default', seq]);
    const slow = await openEvents(own, ALL, { after: cursor(0) });
    await slow.take(1);
    await own.deps.database.em().execute("update event set at = at - interval '100 days' where seq <= 4");
    own.deps.pruner.start();
    await waitFor('the old ones to go', async () => (await own.deps.database.em().execute('select seq from event')).length === 2);
    for (const seq of [0, 3]) {
      const late = await openEvents(own, ALL, { after: cursor(seq) });
      expect((await late.next())!.errors![0].extensions).toEqual({ code: 'CURSOR_EXPIRED', oldestCursor: cursor(4) });
      expect(await late.next()).toBeNull();
    }
    const rest = await openEvents(own, ALL, { after: cursor(4) });
    expect((await rest.take(2)).map((event) => event.cursor)).toEqual([cursor(5), cursor(6)]);
    await own.deps.database.em().execute("update event set at = at - interval '100 days'");
    own.deps.pruner.start();
    await waitFor('all to go', async () => (await own.deps.database.em().execute('select seq from event')).length === 0);
    expect((await (await openEvents(own, ALL, { after: cursor(5) })).next())!.errors![0].extensions).toEqual({ code: 'CURSOR_EXPIRED', oldestCursor: cursor(6) });
    await (await openEvents(own, ALL, { after: cursor(6) })).leave();
    await Promise.all([slow.leave(), rest.leave()]);
  } finally {
    await own.dispose();
  }
});
