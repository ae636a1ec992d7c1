import type { SampleReport } from '@microplate/schema/report';
import { completed, failed, flowing, startResults, viewer, type Results } from './results.ts';

let results: Results;
beforeAll(async () => { results = await startResults(); await results.deps.runs.dispose(); });
afterAll(() => results.dispose());

const KNOWN = [2, 4, 4, 5, 5, 5, 6, 6].map(flowing);
const path = (sampleNo: string, lab = 'default') => `/internal/samples/${encodeURIComponent(sampleNo)}/report?lab=${lab}`;
const report = async (sampleNo: string): Promise<SampleReport> => (await results.labware.request({ path: path(sampleNo) })).json() as Promise<SampleReport>;
const refusal = async (response: Promise<Response>) => { const answer = await response; return [answer.status, (await answer.json() as any).errors[0].extensions.code]; };

test('the report takes over what inference has just committed, each plate once, in the order of their numbers', async () => {
  for (const [hour, plateNo] of ['P10', 'P2', 'P2'].entries()) {
    await results.producer.append(completed({ sampleNo: 'AM67/00123', plateNo, rows: KNOWN, requestedAt: `2026-01-01T0${hour}:00:00.000Z` }));
  }
  await results.producer.append(failed({ sampleNo: 'AM67/00123', plateNo: 'P3' }));
  const found = await report('AM67/00123');
  expect(found.plates.map(({ plateNo }) => plateNo)).toEqual(['P2', 'P10']);
  expect(found.plates.map(({ acceptedSeq }) => acceptedSeq)).toEqual([3, 1]);
  expect(found.distribution.LAST_FLOWING).toEqual({ buckets: [0, 0, 2, 0, 4, 6, 4, 0, 0, 0, 0, 0, 0], total: 16, undetermined: 0 });
  expect(found.statistics.FIRST_BREAK.meanLog2.value).toBe(4.625);
});

test('a plate of the report, whole', async () => {
  const run = completed({ sampleNo: 'WHOLE', plateNo: null, submissionNo: null, rows: ['FFNFNNNNNNNN', ...KNOWN.slice(1)] });
  await results.producer.append(run);
  const { plates: [plate], distribution } = await report('WHOLE');
  const { runId: id, imageId, photoSha256, requestedAt, finishedAt, model, threshold, confidence, softwareVersion, wells } = run.payload;
  expect(plate).toMatchObject({
    plateId: run.payload.plateId, submissionNo: null, plateNo: null, acceptedAt: expect.stringMatching(/Z$/), wells,
    run: { id, imageId, photoSha256, requestedAt, finishedAt, model, threshold, confidence, softwareVersion },
    layout: { version: 'default-1', start: 2, factor: 2, direction: 'LEFT_TO_RIGHT', hau: null, prozoneColumns: 1, controls: [] } });
  expect(Object.keys(plate).toSorted()).toEqual(['acceptedAt', 'acceptedSeq', 'layout', 'plateId', 'plateNo', 'rows', 'run', 'submissionNo', 'wells']);
  expect(plate.rows.FIRST_BREAK[0]).toEqual({ row: 'A', endPoint: 2, titre: { value: 4, censoring: 'NONE', text: '4' }, log2: 2, flags: ['GAP'] });
  expect(plate.rows.LAST_FLOWING[0]).toEqual({ row: 'A', endPoint: 4, titre: { value: 16, censoring: 'NONE', text: '16' }, log2: 4, flags: ['GAP'] });
  expect([distribution.FIRST_BREAK.buckets[2], distribution.LAST_FLOWING.buckets[2]]).toEqual([1, 0]);
});

test.each(['AM67/00123', 'หมู #1/2', 'A b_c-d.e', '1?', 'x%2Fy'])('a number like %s survives the address', async (sampleNo) => {
  const valid = !/[?%]/.test(sampleNo);
  if (valid) await results.producer.append(completed({ sampleNo }));
  const response = await results.labware.request({ path: path(sampleNo) });
  expect([response.status, (await response.json() as { sampleNo?: string }).sampleNo]).toEqual(valid ? [200, sampleNo] : [400, undefined]);
});

test('one snapshot, one statement, beside what catching up asks', async () => {
  await report('WHOLE');
  const caughtUp = results.deps.runs.catchUp.bind(results.deps.runs);
  const before = await results.statements();
  await caughtUp();
  const between = await results.statements();
  await report('WHOLE');
  expect(await results.statements() - between).toBe(between - before + 1);
});

test('refusals are coded', async () => {
  await results.producer.append(failed({ sampleNo: 'FAILED ONLY' }));
  await results.producer.append(completed({ sampleNo: 'ODD', layoutVersion: 'unknown-7' }));
  await results.producer.append(completed({ sampleNo: 'THEIRS', labId: 'theirs' }));
  const ask = (sampleNo: string, lab?: string) => refusal(results.labware.request({ path: path(sampleNo, lab) }));
  expect(await ask('NOBODY')).toEqual([404, 'NOT_FOUND']);
  expect(await ask('THEIRS')).toEqual([404, 'NOT_FOUND']);
  expect(await ask('FAILED ONLY')).toEqual([409, 'NO_ACCEPTED_RESULT']);
  expect(await ask('ODD')).toEqual([409, 'CONFLICT']);
  for (const sampleNo of ['../../etc/passwd', 'A\0', '😀', ' ']) expect(await ask(sampleNo)).toEqual([400, 'BAD_USER_INPUT']);
  expect(await ask('WHOLE', '')).toEqual([400, 'BAD_USER_INPUT']);
  expect(await refusal(results.labware.request({ path: '/internal/samples/%E0%A4%A/report?lab=default' }))).toEqual([400, 'BAD_USER_INPUT']);
});

test('labware alone may ask, and only for the lab of the person it asks for', async () => {
  expect(await refusal(results.gateway.request({ path: path('WHOLE'), identity: viewer() }))).toEqual([403, 'FORBIDDEN']);
  expect(await refusal(results.labware.request({ path: path('WHOLE', 'theirs'), identity: viewer() }))).toEqual([403, 'FORBIDDEN']);
  expect(await refusal(results.subgraph.fetch(new Request(`http://results.test${path('WHOLE')}`)))).toEqual([401, 'UNAUTHENTICATED']);
});

test('while inference is away there is no report, since it might be stale', async () => {
  results.producer.become('away');
  expect(await refusal(results.labware.request({ path: path('WHOLE') }))).toEqual([503, 'SERVICE_UNAVAILABLE']);
  results.producer.become('here');
});
