import { randomUUID } from 'node:crypto';
import { sampleIdOf } from '@microplate/schema/identifiers';
import { completed, failed, flowing, startResults, viewer, type Results } from './results.ts';

let results: Results;
beforeAll(async () => { results = await startResults(); });
afterAll(() => results.dispose());

const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const rows = (count: number) => Array.from({ length: 8 }, () => flowing(count));

const PLATE = `query ($id: ID!) { plate(id: $id) { id sampleNo submissionNo plateNo acceptedRun { id } sample { id sampleNo }
  rows { row endPoint log2 flags titre { value censoring text } } last: rows(policy: LAST_FLOWING) { endPoint }
  distribution { total undetermined buckets { column count } } gmt { value dialect undefinedBecause } } }`;
const plate = async (id: string) => (await results.gateway.query(PLATE, { id }, viewer())).data.plate;
const events = async () => results.deps.database.em().execute<{ seq: string; kind: string; subjects: string[]; payload: { runId: string } }[]>(
  'select seq, kind, subjects, payload from event where stream = ? order by seq', ['lab:default']);

test('a completed run becomes a plate with rows, titres, flags and numbers', async () => {
  const run = completed({ sampleNo: 'AM67/00123', rows: [flowing(6), 'NFFFNNNNNNNN', 'FFUFNNNNNNNN', 'EEEEEEEEEEEE', flowing(12), flowing(0), flowing(6), flowing(6)] });
  await results.emit(run);
  const found = await plate(run.payload.plateId);
  expect(found).toMatchObject({
    id: run.payload.plateId, sampleNo: 'AM67/00123', submissionNo: 'T1', plateNo: 'P1', acceptedRun: { id: run.payload.runId },
    sample: { id: sampleIdOf('default', 'AM67/00123'), sampleNo: 'AM67/00123' },
    distribution: { total: 6, undetermined: 2 }, gmt: { undefinedBecause: null } });
  expect(found.rows[0]).toEqual({ row: 'A', endPoint: 6, log2: 6, flags: [], titre: { value: 64, censoring: 'NONE', text: '64' } });
  expect(found.rows.map((row: { titre: { text: string } | null }) => row.titre?.text ?? null)).toEqual(['64', '16', null, null, '>=4096', '<2', '64', '64']);
  expect(found.rows.map((row: { flags: string[] }) => row.flags.join())).toEqual(['', 'PROZONE', 'UNREADABLE', 'EMPTY_ROW', '', '', '', '']);
  expect(found.last.map((row: { endPoint: number }) => row.endPoint)).toEqual([6, 4, 4, null, 12, 0, 6, 6]);
  expect(found.distribution.buckets).toEqual(Array.from({ length: 13 }, (_, column) => ({ column, count: ({ 0: 1, 4: 1, 6: 3, 12: 1 } as Record<number, number>)[column] ?? 0 })));
  expect(found.gmt.value).toBeCloseTo(2 ** ((6 + 4 + 12 + 0 + 6 + 6) / 6), 9);
});

test('reading again replaces; a failed run, a duplicate and an older request that ends late replace nothing', async () => {
  const of = (minute: number, count: number) => completed({ sampleNo: 'REREAD', requestedAt: at(minute), rows: rows(count) });
  const first = of(1, 3), second = of(3, 5), late = of(2, 9), failure = failed({ sampleNo: 'REREAD', requestedAt: at(4) });
  const { plateId } = first.payload;
  const before = (await events()).length;
  const accepted = [];
  for (const event of [first, second, late, failure, first, second, failure]) {
    await results.emit(event);
    accepted.push((await plate(plateId)).acceptedRun.id);
  }
  expect(accepted).toEqual([first, second, second, second, second, second, second].map(({ payload }) => payload.runId));
  expect((await plate(plateId)).distribution).toMatchObject({ total: 8, undetermined: 0 });
  const told = (await events()).slice(before);
  expect(told.map(({ kind, payload }) => [kind, payload.runId])).toEqual([
    ['PLATE_READ', first.payload.runId], ['PLATE_REREAD', second.payload.runId], ['PLATE_REREAD', late.payload.runId], ['RUN_FAILED', failure.payload.runId]]);
  expect(told[0].subjects).toEqual(['sample:REREAD', `plate:${plateId}`]);
});

test('whatever the order in which runs end, the newest request is accepted', async () => {
  const newest = completed({ sampleNo: 'ORDER', requestedAt: at(9), rows: rows(7) });
  await results.emit(newest);
  await results.emit(completed({ sampleNo: 'ORDER', requestedAt: at(8) }));
  expect((await plate(newest.payload.plateId)).acceptedRun.id).toBe(newest.payload.runId);
  for (const turned of [false, true]) {
    const runs = [randomUUID(), randomUUID()].toSorted().map((runId) => completed({ sampleNo: `TIE ${turned}`, runId, requestedAt: at(1) }));
    for (const run of turned ? runs.toReversed() : runs) await results.emit(run);
    expect((await plate(runs[0].payload.plateId)).acceptedRun.id).toBe(runs[1].payload.runId);
  }
});

test('a plate and a sample known by a failed run alone exist, without an accepted run or an invented number', async () => {
  const run = failed({ sampleNo: 'ONLY-FAILED', plateNo: null });
  await results.emit(run);
  expect(await plate(run.payload.plateId)).toMatchObject({ acceptedRun: null, plateNo: null, rows: [], distribution: { total: 0, undetermined: 0 },
    gmt: { value: null, undefinedBecause: 'there is no accepted run' } });
  const { data } = await results.gateway.query('{ sample(sampleNo: "ONLY-FAILED") { distribution { total } gmt { value undefinedBecause } meanLog2 { value } sd { value } cv { value } } }', {}, viewer());
  expect(data.sample).toEqual({ distribution: { total: 0 }, gmt: { value: null, undefinedBecause: 'there is no accepted run' }, meanLog2: { value: null }, sd: { value: null }, cv: { value: null } });
  await results.emit(completed({ sampleNo: 'ONLY-FAILED', plateNo: null, rows: rows(4) }));
  expect((await events()).slice(-2).map(({ kind }) => kind)).toEqual(['RUN_FAILED', 'PLATE_READ']);
});

test('rows and event are of one transaction: where the event can not be written, nothing is', async () => {
  const em = results.deps.database.em();
  await em.execute("alter table event add constraint refuse check (payload->>'sampleNo' <> 'REFUSED')");
  const run = completed({ sampleNo: 'REFUSED' });
  await results.producer.append(run);
  await expect(results.deps.runs.catchUp()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(await em.execute("select 1 from sample where sample_no = 'REFUSED'")).toEqual([]);
  await em.execute('alter table event drop constraint refuse');
  await results.deps.runs.catchUp();
  expect((await plate(run.payload.plateId)).acceptedRun.id).toBe(run.payload.runId);
});

test('migrations run twice change nothing', async () => {
  await results.deps.database.migrate();
  expect((await events()).length).toBeGreaterThan(0);
});
