import { randomUUID } from 'node:crypto';
import type { RowsOfRun } from '@microplate/schema/report';
import { completed, failed, flowing, startResults, viewer, type Results } from './results.ts';
import { openEvents } from './sse.ts';

let results: Results;
beforeAll(async () => { results = await startResults(); });
afterAll(() => results.dispose());

const reviewer = (given: Parameters<typeof viewer>[0] = {}) => viewer({ permissions: ['results:view', 'results:review'], ...given });
const ask = (text: string, variables = {}, identity = reviewer()) => results.gateway.query(text, variables, identity);
const codes = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.map(({ extensions }) => extensions.code);

const LAYOUT = 'id name version start factor direction hau prozoneColumns controls { well role expectedTitre } sera { row label } savedBy { id } savedAt';
const SAVE = `mutation ($input: SaveLayoutInput!) { saveLayout(input: $input) { ${LAYOUT} } }`;
const LIST = 'query ($name: String, $first: Int, $after: String) { layouts(name: $name, first: $first, after: $after) { edges { node { id savedAt savedBy { id } } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
const SET = 'mutation ($plateId: ID!, $layoutId: ID) { setPlateLayout(plateId: $plateId, layoutId: $layoutId) { id layout { id } rows { row serum endPoint titre { text } flags } } }';
const PLATE = 'query ($id: ID!) { plate(id: $id) { flags { code value bound } layout { id name version } rows { row serum endPoint titre { text } flags } last: rows(policy: LAST_FLOWING) { endPoint } distribution { total undetermined } } }';

const save = async (input: Record<string, unknown>, identity = reviewer()) => (await ask(SAVE, { input }, identity)).data.saveLayout;
const plate = async (id: string) => (await ask(PLATE, { id })).data.plate;
const rowsOf = (found: { rows: { row: string; titre: { text: string } | null; flags: string[] }[] }) => found.rows.map(({ row, titre, flags }) => [row, titre?.text ?? null, ...flags].join(' ').trim());

describe('layouts', () => {
  test('have versions by name; what is left out takes its default', async () => {
    const who = reviewer();
    const first = await save({ name: ' poultry ' }, who);
    expect(first).toEqual({ id: 'poultry-1', name: 'poultry', version: 1, start: 2, factor: 2, direction: 'LEFT_TO_RIGHT', hau: null, prozoneColumns: 1, controls: [], sera: [],
      savedBy: { id: who.userId }, savedAt: expect.stringMatching(/Z$/) });
    const full = { name: 'poultry', start: 10, factor: 4, direction: 'RIGHT_TO_LEFT', hau: 8, prozoneColumns: 0, controls: [{ well: 'A12', role: 'POSITIVE', expectedTitre: 160 }, { well: 'H1', role: 'CELL_CONTROL' }], sera: [{ row: 'B', label: 'ซีรั่ม 7' }] };
    expect(await save(full)).toMatchObject({ ...full, id: 'poultry-2', version: 2, controls: [full.controls[0], { well: 'H1', role: 'CELL_CONTROL', expectedTitre: null }] });
  });

  test('ten saves at once are ten versions', async () => {
    const saved = await Promise.all(Array.from({ length: 10 }, () => save({ name: 'busy' })));
    expect(saved.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('come in pages, newest first, the default last, and of one name', async () => {
    const identity = reviewer({ labId: 'paged' });
    for (const name of ['a', 'b-1', 'a']) await save({ name }, identity);
    const page = async (variables: object) => { const { edges, pageInfo } = (await ask(LIST, variables, identity)).data.layouts; return { ids: edges.map(({ node }: any) => node.id), ...pageInfo }; };
    const first = await page({ first: 3 });
    expect(first).toMatchObject({ ids: ['a-2', 'b-1-1', 'a-1'], hasNextPage: true });
    const last = await page({ first: 3, after: first.endCursor });
    expect(last).toMatchObject({ ids: ['default-1'], hasNextPage: false, hasPreviousPage: true });
    expect(await page({ after: last.endCursor })).toMatchObject({ ids: [], hasNextPage: false });
    expect(await page({ name: 'a' })).toMatchObject({ ids: ['a-2', 'a-1'] });
    expect((await page({ name: 'default' })).ids).toEqual(['default-1']);
    for (const wrong of [{ after: 'nonsense' }, { first: -1 }, { name: '' }]) expect(codes(await ask(LIST, wrong, identity))).toEqual(['BAD_USER_INPUT']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['name', { name: '=x' }], ['start', { start: 0.5 }], ['factor', { factor: 1 }], ['factor', { factor: 101 }], ['hau', { hau: 0 }], ['prozoneColumns', { prozoneColumns: 12 }],
    ['well', { controls: [{ well: 'I1', role: 'CELL_CONTROL' }] }], ['well', { controls: [{ well: 'A13', role: 'CELL_CONTROL' }] }],
    ['controls', { controls: [{ well: 'A1', role: 'CELL_CONTROL' }, { well: 'A1', role: 'NEGATIVE' }] }],
    ['controls', { controls: [...'ABCDEFGH'].flatMap((row) => Array.from({ length: 12 }, (_, i) => ({ well: `${row}${i + 1}`, role: 'CELL_CONTROL' }))) }],
    ['expectedTitre', { controls: [{ well: 'A1', role: 'POSITIVE' }] }], ['expectedTitre', { controls: [{ well: 'A1', role: 'NEGATIVE', expectedTitre: 4 }] }],
    ['expectedTitre', { controls: [{ well: 'A1', role: 'POSITIVE', expectedTitre: 4 }, { well: 'A2', role: 'POSITIVE', expectedTitre: 8 }] }],
    ['row', { sera: [{ row: 'I', label: 'x' }] }], ['row', { sera: [{ row: 'A', label: 'x' }, { row: 'A', label: 'y' }] }], ['label', { sera: [{ row: 'A', label: '+1' }] }],
  ])('refuses a wrong %s: %j', async (field, input) => {
    expect((await ask(SAVE, { input: { name: 'wrong', ...input } })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });

  test('the default one is not replaced', async () => {
    expect(codes(await ask(SAVE, { input: { name: 'default', start: 10 } }))).toEqual(['CONFLICT']);
  });

  test('are the lab\'s own, and saved by who may review', async () => {
    await save({ name: 'secret' });
    const stranger = reviewer({ labId: 'other' });
    expect((await ask(LIST, { name: 'secret' }, stranger)).data.layouts.edges).toEqual([]);
    expect(await save({ name: 'secret' }, stranger)).toMatchObject({ id: 'secret-1' });
    const { payload: { plateId } } = completed({ sampleNo: 'PERMISSIONS' });
    for (const [text, variables] of [[SAVE, { input: { name: 'x' } }], [SET, { plateId, layoutId: null }]] as const) {
      expect(codes(await ask(text, variables, viewer()))).toEqual(['FORBIDDEN']);
      expect(codes(await ask(text, variables, viewer({ userId: null })))).toEqual(['UNAUTHENTICATED']);
    }
    expect(codes(await ask(LIST, {}, viewer({ permissions: ['capture:view'] })))).toEqual(['FORBIDDEN']);
  });
});

describe('a plate\'s layout', () => {
  test('is the one its run named: dilutions from the right, other starts and factors, controls out of all rows, sera by name', async () => {
    const controls = [...'ABCDEFGH'].map((row) => ({ well: `${row}1`, role: row < 'E' ? 'CELL_CONTROL' : 'ANTIGEN_CONTROL' }));
    const { id } = await save({ name: 'turned', start: 10, factor: 4, direction: 'RIGHT_TO_LEFT', controls, sera: [{ row: 'A', label: 'S-17' }] });
    const fromRight = (count: number, control: string) => control + 'N'.repeat(11 - count) + 'F'.repeat(count);
    const rows = [fromRight(3, 'F'), fromRight(0, 'F'), fromRight(11, 'F'), `F${'N'.repeat(8)}FNF`, ...[1, 2, 3, 4].map((count) => fromRight(count, 'N'))];
    const run = completed({ sampleNo: 'TURNED', layoutVersion: id, rows });
    await results.emit(run);
    const found = await plate(run.payload.plateId);
    expect(rowsOf(found)).toEqual(['A 160', 'B <10', 'C >=10485760', 'D 10 GAP', 'E 10', 'F 40', 'G 160', 'H 640']);
    expect(found.last.map(({ endPoint }: { endPoint: number }) => endPoint)).toEqual([3, 0, 11, 3, 1, 2, 3, 4]);
    expect([found.layout, found.rows[0].serum, found.rows[1].serum]).toEqual([{ id: 'turned-1', name: 'turned', version: 1 }, 'S-17', null]);
    const spoilt = completed({ sampleNo: 'SPOILT', layoutVersion: id, rows: rows.with(0, fromRight(3, 'N')) });
    await results.emit(spoilt);
    expect((await plate(spoilt.payload.plateId)).rows.every(({ flags }: { flags: string[] }) => flags.includes('CONTROL_FAILED'))).toBe(true);
  });

  test('a new version changes nothing that was read with the one before', async () => {
    await save({ name: 'kept', start: 10 });
    const run = completed({ sampleNo: 'KEPT', layoutVersion: 'kept-1', rows: [flowing(3)] });
    await results.emit(run);
    await save({ name: 'kept', start: 20 });
    expect((await plate(run.payload.plateId)).rows[0].titre.text).toBe('40');
  });

  test('set by a person goes over its runs\', also later ones, is told, and can be taken back', async () => {
    const { id } = await save({ name: 'set', start: 10, sera: [{ row: 'A', label: 'S-1' }] });
    const run = completed({ sampleNo: 'SET', rows: [flowing(3)], requestedAt: '2026-01-01T00:00:00.000Z' });
    await results.emit(run);
    const { plateId } = run.payload;
    const events = await openEvents(results, 'subscription ($plateId: ID!) { plateEvents(plateId: $plateId) { kind run { id } sample { sampleNo } plate { layout { id } rows { titre { text } } } } }', { plateId });
    const set = (await ask(SET, { plateId: plateId.toUpperCase(), layoutId: id })).data.setPlateLayout;
    expect([set.layout.id, set.rows[0].titre.text, set.rows[0].serum]).toEqual(['set-1', '40', 'S-1']);
    const told = await events.take(1);
    await ask(SET, { plateId, layoutId: id });
    await results.emit(completed({ sampleNo: 'SET', rows: [flowing(4)], requestedAt: '2026-01-02T00:00:00.000Z' }));
    told.push(...await events.take(1));
    expect((await plate(plateId)).rows[0].titre.text).toBe('80');
    expect((await ask(SET, { plateId, layoutId: null })).data.setPlateLayout).toMatchObject({ layout: { id: 'default-1' }, rows: { 0: { titre: { text: '16' }, serum: null } } });
    told.push(...await events.take(1));
    expect(told.map(({ kind, plate: { layout, rows } }) => [kind, layout.id, rows[0].titre.text])).toEqual([['PLATE_LAYOUT_SET', 'set-1', '40'], ['PLATE_REREAD', 'set-1', '80'], ['PLATE_LAYOUT_SET', 'default-1', '16']]);
    expect(told[0]).toMatchObject({ run: { id: run.payload.runId }, sample: { sampleNo: 'SET' } });
    await events.leave();
  });

  test('can be set before a run was accepted; then the event names no run', async () => {
    const run = failed({ sampleNo: 'EARLY' });
    await results.emit(run);
    const { plateId } = run.payload;
    const events = await openEvents(results, 'subscription ($plateId: ID!) { plateEvents(plateId: $plateId) { kind run { id } } }', { plateId });
    expect((await ask(SET, { plateId, layoutId: 'set-1' })).data.setPlateLayout).toEqual({ id: plateId, layout: null, rows: [] });
    expect(await events.take(1)).toEqual([{ kind: 'PLATE_LAYOUT_SET', run: null }]);
    await events.leave();
    await results.emit(completed({ sampleNo: 'EARLY', rows: [flowing(1)] }));
    expect((await plate(plateId)).rows[0].titre.text).toBe('10');
  });

  test('of the report follows it, and plates of another start are not pooled with it', async () => {
    for (const plateNo of ['P1', 'P2']) await results.emit(completed({ sampleNo: 'POOL', plateNo, rows: [flowing(3)] }));
    const { plateId } = completed({ sampleNo: 'POOL', plateNo: 'P2' }).payload;
    await ask(SET, { plateId, layoutId: 'set-1' });
    expect(codes(await ask('{ sample(sampleNo: "POOL") { gmt { value } } }'))).toEqual(['CONFLICT']);
    await ask(SET, { plateId: completed({ sampleNo: 'POOL', plateNo: 'P1' }).payload.plateId, layoutId: 'set-1' });
    const report = await (await results.labware.request({ path: '/internal/samples/POOL/report?lab=default' })).json() as any;
    expect(report.plates.map((one: any) => [one.layout.version, one.rows.FIRST_BREAK[0].titre.text])).toEqual([['set-1', '40'], ['set-1', '40']]);
  });

  test('that is another lab\'s, or nothing\'s, is NOT_FOUND', async () => {
    const run = completed({ sampleNo: 'MINE' });
    await results.emit(run);
    const { plateId } = run.payload;
    expect(codes(await ask(SET, { plateId, layoutId: 'nobody-1' }))).toEqual(['NOT_FOUND']);
    expect(codes(await ask(SET, { plateId: randomUUID(), layoutId: null }))).toEqual(['NOT_FOUND']);
    expect(codes(await ask(SET, { plateId: 'x', layoutId: null }))).toEqual(['NOT_FOUND']);
    expect(codes(await ask(SET, { plateId, layoutId: null }, reviewer({ labId: 'other' })))).toEqual(['NOT_FOUND']);
    const theirs = completed({ sampleNo: 'THEIRS', labId: 'third' });
    await results.emit(theirs);
    expect(codes(await ask(SET, { plateId: theirs.payload.plateId, layoutId: 'set-1' }, reviewer({ labId: 'third' })))).toEqual(['NOT_FOUND']);
  });
});

describe('flags of the photo', () => {
  const flags = [{ code: 'GLARE' as const, value: 0.12, bound: 0.08 }, { code: 'ORIENTATION_UNCERTAIN' as const, value: null, bound: null }];

  test('are on the plate, in the report, and on each row where they make it doubtful', async () => {
    const run = completed({ sampleNo: 'FLAGGED', flags, rows: ['FFNFNNNNNNNN'] });
    await results.emit(run);
    const found = await plate(run.payload.plateId);
    expect(found.flags).toEqual(flags);
    expect(rowsOf(found).slice(0, 2)).toEqual(['A 4 GAP ORIENTATION_UNCERTAIN', 'B <2 ORIENTATION_UNCERTAIN']);
    const report = await (await results.labware.request({ path: '/internal/samples/FLAGGED/report?lab=default' })).json() as any;
    expect(report.plates[0].run.flags).toEqual(flags);
    const glare = completed({ sampleNo: 'GLARE', flags: flags.slice(0, 1), rows: [flowing(2)] });
    await results.emit(glare);
    expect(await plate(glare.payload.plateId)).toMatchObject({ flags: flags.slice(0, 1), rows: { 0: { flags: [] } } });
  });

  test('are those of the accepted run; a run from before there were flags has none', async () => {
    const [old, first] = [completed({ sampleNo: 'TURNS', requestedAt: '2026-01-01T00:00:00.000Z' }), completed({ sampleNo: 'TURNS', flags, requestedAt: '2026-01-02T00:00:00.000Z' })];
    await results.emit(old);
    expect((await plate(old.payload.plateId)).flags).toEqual([]);
    await results.emit(first);
    expect((await plate(old.payload.plateId)).flags).toEqual(flags);
  });
});

describe('what inference asks', () => {
  const code = async (path: string, caller = results.inference, identity?: ReturnType<typeof viewer>) => { const answer = await caller.request({ path, identity }); return [answer.status, (await answer.json() as any).errors?.[0].extensions.code]; };
  const rows = async (id: string) => await (await results.inference.request({ path: `/internal/runs/${id}/rows?lab=default` })).json() as RowsOfRun;

  test('rows of a run that has just ended, accepted or not, by the plate\'s layout', async () => {
    const { id } = await save({ name: 'drawn', direction: 'RIGHT_TO_LEFT', controls: [{ well: 'A12', role: 'ANTIGEN_CONTROL' }], sera: [{ row: 'A', label: 'S-9' }] });
    const [newer, older] = [completed({ sampleNo: 'DRAWN', layoutVersion: id, rows: ['NNNNNNNNNFFN'], requestedAt: '2026-01-02T00:00:00.000Z' }), completed({ sampleNo: 'DRAWN', layoutVersion: id, requestedAt: '2026-01-01T00:00:00.000Z' })];
    for (const run of [newer, older]) await results.producer.append(run);
    const told = await rows(newer.payload.runId.toUpperCase());
    expect(told).toMatchObject({ runId: newer.payload.runId, plateId: newer.payload.plateId, policy: 'FIRST_BREAK', flags: [], layout: { version: 'drawn-1', direction: 'RIGHT_TO_LEFT' } });
    expect(told.rows).toHaveLength(8);
    expect(told.rows[0]).toEqual({ row: 'A', serum: 'S-9', endPoint: 2, titre: { value: 4, censoring: 'NONE', text: '4' }, log2: 2, flags: [], wells: Array.from({ length: 11 }, (_, i) => `A${11 - i}`) });
    expect((await rows(older.payload.runId)).rows[0]).toMatchObject({ endPoint: 0, titre: { text: '<2' } });
  });

  test('the newest version of a layout', async () => {
    await save({ name: 'ไก่/1' });
    await save({ name: 'ไก่/1', direction: 'RIGHT_TO_LEFT' });
    const path = (name: string, lab = 'default') => `/internal/layouts/${encodeURIComponent(name)}?lab=${lab}`;
    expect(await (await results.inference.request({ path: path('ไก่/1') })).json()).toEqual({ version: 'ไก่/1-2', direction: 'RIGHT_TO_LEFT', controls: [] });
    expect(await code(path('ไก่/1', 'other'))).toEqual([404, 'NOT_FOUND']);
    expect(await code(path('nobody'))).toEqual([404, 'NOT_FOUND']);
    expect(await code(path('=x'))).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('refusals are coded; inference alone may ask, and for the lab of the person it asks for', async () => {
    const [run, bad, odd] = [completed({ sampleNo: 'REFUSED' }), failed({ sampleNo: 'REFUSED' }), completed({ sampleNo: 'ODD', layoutVersion: 'unknown-7' })];
    for (const one of [run, bad, odd]) await results.producer.append(one);
    const path = (id: string, lab = 'default') => `/internal/runs/${id}/rows?lab=${lab}`;
    expect(await code(path(randomUUID()))).toEqual([404, 'NOT_FOUND']);
    expect(await code(path('x'))).toEqual([404, 'NOT_FOUND']);
    expect(await code(path(run.payload.runId, 'other'))).toEqual([404, 'NOT_FOUND']);
    expect(await code(path(run.payload.runId, ''))).toEqual([400, 'BAD_USER_INPUT']);
    expect(await code(path(bad.payload.runId))).toEqual([409, 'NO_ACCEPTED_RESULT']);
    expect(await code(path(odd.payload.runId))).toEqual([409, 'CONFLICT']);
    for (const caller of [results.gateway, results.labware]) expect(await code(path(run.payload.runId), caller)).toEqual([403, 'FORBIDDEN']);
    expect(await code(path(run.payload.runId, 'theirs'), results.inference, viewer())).toEqual([403, 'FORBIDDEN']);
    results.producer.become('away');
    expect(await code(path(run.payload.runId))).toEqual([503, 'SERVICE_UNAVAILABLE']);
    results.producer.become('here');
  });
});
