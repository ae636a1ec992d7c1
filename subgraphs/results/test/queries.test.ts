import { randomUUID } from 'node:crypto';
import { sampleIdOf } from '@microplate/schema/identifiers';
import { completed, flowing, startResults, viewer, type Results } from './results.ts';

let results: Results;
beforeAll(async () => { results = await startResults(); });
afterAll(() => results.dispose());

const ask = (text: string, variables = {}, identity = viewer()) => results.gateway.query(text, variables, identity);
const codes = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.map(({ extensions }) => extensions.code);
const KNOWN = [2, 4, 4, 5, 5, 5, 6, 6].map(flowing);

const SUMMARY = 'distribution { total undetermined buckets { column count } } gmt { value dialect } meanLog2 { value } sd { value } cv { value }';

test('the known aggregate: TEST006, two plates, each counted once however often it is read', async () => {
  for (const plateNo of ['P1', 'P2', 'P1']) await results.emit(completed({ sampleNo: 'TEST006', plateNo, rows: KNOWN }));
  const { data, errors } = await ask(`{ sample(sampleNo: "TEST006") { ${SUMMARY} } }`);
  expect(errors).toBeUndefined();
  expect(data.sample.distribution).toEqual({ total: 16, undetermined: 0,
    buckets: Array.from({ length: 13 }, (_, column) => ({ column, count: ({ 2: 2, 4: 4, 5: 6, 6: 4 } as Record<number, number>)[column] ?? 0 })) });
  expect(data.sample.meanLog2.value).toBe(4.625);
  expect(data.sample.gmt).toEqual({ value: expect.closeTo(2 ** 4.625, 9), dialect: 'GMT = exp(sum(ln titre) / n); <start -> start/2, >=last -> last; FIRST_BREAK' });
});

test('the known plate: mean 6.125, SD 2.0310, CV 33.16, GMT 69.79', async () => {
  await results.emit(completed({ sampleNo: 'KNOWN', rows: [3, 5, 5, 6, 6, 7, 7, 10].map(flowing) }));
  const { gmt, meanLog2, sd, cv } = (await ask(`{ sample(sampleNo: " KNOWN ") { ${SUMMARY} } }`)).data.sample;
  expect([meanLog2.value, sd.value.toFixed(4), cv.value.toFixed(2), gmt.value.toFixed(2)]).toEqual([6.125, '2.0310', '33.16', '69.79']);
});

test('a row whose wells could mean an end far away has no number, and says why; that of a run which did not tell how they look has one', async () => {
  const looks = { B3: 0.6, B4: 0.45, B5: 0.4, B6: 0.55 };
  const rows = [flowing(6), flowing(6)];
  await results.emit(completed({ sampleNo: 'LOOKS', plateNo: 'P1', rows, looks }));
  await results.emit(completed({ sampleNo: 'LOOKS', plateNo: 'P2', rows }));
  const { data } = await ask('{ sample(sampleNo: "LOOKS") { distribution { total undetermined } plates(first: 2) { edges { node { rows { endPoint titre { text } log2 flags } } } } } }');
  const [told, untold] = data.sample.plates.edges.map(({ node }: { node: { rows: object[] } }) => node.rows.slice(0, 2));
  const six = { endPoint: 6, titre: { text: '64' }, log2: 6, flags: [] };
  expect(told).toEqual([six, { endPoint: null, titre: null, log2: null, flags: ['DOUBTFUL'] }]);
  expect(untold).toEqual([six, six]);
  expect(data.sample.distribution).toEqual({ total: 15, undetermined: 1 });
});

test('plates come in pages, in the order they were first read', async () => {
  for (const plateNo of ['P2', 'P10', 'P1', 'P2']) await results.emit(completed({ sampleNo: 'PAGED', plateNo }));
  const page = async (after: string | null) => (await ask('query ($after: String) { sample(sampleNo: "PAGED") { plates(first: 2, after: $after) { edges { cursor node { plateNo } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }', { after })).data.sample.plates;
  const first = await page(null);
  const second = await page(first.pageInfo.endCursor);
  const numbers = [first, second].map(({ edges }) => edges.map(({ node }: { node: { plateNo: string } }) => node.plateNo));
  expect(numbers).toEqual([['P2', 'P10'], ['P1']]);
  expect([first, second].map(({ pageInfo }) => [pageInfo.hasNextPage, pageInfo.hasPreviousPage])).toEqual([[true, false], [false, true]]);
});

test('samples: newest first, in pages, searched by any part in any case, with signs taken literally', async () => {
  const numbers = ['หมู 1', 'A_1', 'AB1', 'a.2/x', 'Zz 9'];
  for (const sampleNo of numbers) await results.emit(completed({ sampleNo, labId: 'search' }));
  const identity = viewer({ labId: 'search' });
  const list = async (variables: object) => (await ask('query ($search: String, $first: Int, $after: String) { samples(search: $search, first: $first, after: $after) { edges { node { sampleNo } } pageInfo { endCursor hasNextPage } } }', variables, identity)).data.samples;
  const found = async (search: string) => (await list({ search })).edges.map(({ node }: { node: { sampleNo: string } }) => node.sampleNo);
  expect(await found('')).toEqual(numbers.toReversed());
  expect(await found('A')).toEqual(['a.2/x', 'AB1', 'A_1']);
  expect(await found('a_')).toEqual(['A_1']);
  expect(await found('หมู')).toEqual(['หมู 1']);
  for (const none of ['%', '\\', "'", '?', '$1', '😀', '\\_', "'; drop table sample; --"]) expect(await found(none)).toEqual([]);
  const first = await list({ first: 3 });
  const second = await list({ first: 3, after: first.pageInfo.endCursor });
  expect([...first.edges, ...second.edges].map(({ node }) => node.sampleNo)).toEqual(numbers.toReversed());
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
});

test('unknown and impossible ids and numbers', async () => {
  expect(codes(await ask('query ($id: ID!) { plate(id: $id) { id } }', { id: randomUUID() }))).toEqual(['NOT_FOUND']);
  expect(codes(await ask('{ plate(id: "no-uuid") { id } }'))).toEqual(['NOT_FOUND']);
  const unknown = await ask('{ sample(sampleNo: "UNKNOWN") { id } }');
  expect([codes(unknown), unknown.data]).toEqual([['NOT_FOUND'], { sample: null }]);
  for (const sampleNo of ['../../etc/passwd', "=cmd|' /C calc'!A0", '', 'x'.repeat(300), 'A\0', '😀']) {
    const { errors } = await ask('query ($sampleNo: String!) { sample(sampleNo: $sampleNo) { id } }', { sampleNo });
    expect(errors![0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'sampleNo' });
  }
});

test('bad pages', async () => {
  await results.emit(completed({ sampleNo: 'PAGES' }));
  const cursors = [...['nonsense', '', '\0', Buffer.from('["samples",null]').toString('base64url'), Buffer.from('["samples","x"]').toString('base64url'), Buffer.from('["samples"]').toString('base64url'), Buffer.from('["samples",1e300]').toString('base64url')]];
  for (const after of cursors) expect(codes(await ask('query ($after: String) { samples(after: $after) { edges { cursor } } }', { after }))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await ask('query ($after: String) { sample(sampleNo: "PAGES") { plates(after: $after) { edges { cursor } } } }', { after: Buffer.from('["plates","x"]').toString('base64url') }))).toEqual(['BAD_USER_INPUT']);
  for (const first of [-1, 101]) expect(codes(await ask(`{ samples(first: ${first}) { edges { cursor } } }`))).toEqual(['BAD_USER_INPUT']);
  expect(codes(await ask('query ($search: String) { samples(search: $search) { edges { cursor } } }', { search: 'a\0' }))).toEqual(['BAD_USER_INPUT']);
  expect((await ask('{ samples(first: 0) { edges { cursor } pageInfo { hasNextPage } } }')).data.samples).toEqual({ edges: [], pageInfo: { hasNextPage: true } });
});

const ENTITIES = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Plate { plateNo } ... on Sample { sampleNo } } }';

test('entities by each of their keys, null for what is not there', async () => {
  const { plateId } = completed({ sampleNo: 'TEST006' }).payload;
  const { data, errors } = await ask(ENTITIES, { of: [
    { __typename: 'Plate', id: plateId }, { __typename: 'Sample', id: sampleIdOf('default', 'TEST006') }, { __typename: 'Sample', sampleNo: 'TEST006' },
    { __typename: 'Plate', id: randomUUID() }, { __typename: 'Plate', id: 'x' }, { __typename: 'Sample', id: 'x' }, { __typename: 'Sample', sampleNo: '../x' }] });
  expect(errors).toBeUndefined();
  expect(data._entities).toEqual([{ __typename: 'Plate', plateNo: 'P1' }, { __typename: 'Sample', sampleNo: 'TEST006' }, { __typename: 'Sample', sampleNo: 'TEST006' }, null, null, null, null]);
});

test('a lab never sees another lab, in any answer', async () => {
  await results.emit(completed({ sampleNo: 'SECRET' }));
  const identity = viewer({ labId: 'other' });
  const { plateId } = completed({ sampleNo: 'SECRET' }).payload;
  expect(codes(await ask('{ sample(sampleNo: "SECRET") { id } }', {}, identity))).toEqual(['NOT_FOUND']);
  expect(codes(await ask('query ($id: ID!) { plate(id: $id) { id } }', { id: plateId }, identity))).toEqual(['NOT_FOUND']);
  expect((await ask('{ samples { edges { node { sampleNo } } } }', {}, identity)).data.samples.edges).toEqual([]);
  const { data } = await ask(ENTITIES, { of: [{ __typename: 'Plate', id: plateId }, { __typename: 'Sample', sampleNo: 'SECRET' }, { __typename: 'Sample', id: sampleIdOf('default', 'SECRET') }] }, identity);
  expect(data._entities).toEqual([null, null, null]);
});

test('a lab may have a sample of the same number: two samples', async () => {
  for (const labId of ['lab-a', 'lab-b']) await results.emit(completed({ sampleNo: 'SHARED', labId, rows: [flowing(labId === 'lab-a' ? 3 : 8)] }));
  const top = async (labId: string) => (await ask('{ sample(sampleNo: "SHARED") { distribution { buckets { count } } } }', {}, viewer({ labId }))).data.sample.distribution.buckets;
  expect((await top('lab-a'))[3].count).toBe(1);
  expect((await top('lab-b'))[3].count).toBe(0);
});

test.each([['{ plate(id: "x") { id } }'], ['{ sample(sampleNo: "S") { id } }'], ['{ samples { edges { cursor } } }'],
  ['{ _entities(representations: [{ __typename: "Plate", id: "x" }]) { ... on Plate { id } } }'],
  ['{ _entities(representations: [{ __typename: "Sample", sampleNo: "TEST006" }]) { ... on Sample { sampleNo } } }']])('needs results:view: %s', async (text) => {
  expect(codes(await ask(text, {}, viewer({ permissions: ['capture:view'] })))).toEqual(['FORBIDDEN']);
  expect(codes(await ask(text, {}, viewer({ userId: null })))).toEqual(['UNAUTHENTICATED']);
});

test('plates of different start are never pooled, each has its own titres; controls are in no distribution', async () => {
  const controls = [...'ABCDEFGH'].map((row) => ({ well: `${row}12`, role: 'ANTIGEN_CONTROL' }));
  await results.deps.database.em().execute('insert into layout (lab_id, version, definition) values (?, ?, ?::jsonb)', ['default', 'ten-1',
    JSON.stringify({ start: 10, factor: 2, direction: 'LEFT_TO_RIGHT', hau: 8, prozoneColumns: 1, controls })]);
  await results.emit(completed({ sampleNo: 'MIXED', plateNo: 'P1', rows: [flowing(3)] }));
  await results.emit(completed({ sampleNo: 'MIXED', plateNo: 'P2', rows: [flowing(3), flowing(11)], layoutVersion: 'ten-1' }));
  for (const field of ['distribution { total }', 'gmt { value }', 'sd { value }']) expect(codes(await ask(`{ sample(sampleNo: "MIXED") { ${field} } }`))).toEqual(['CONFLICT']);
  const { data } = await ask('{ sample(sampleNo: "MIXED") { plates { edges { node { rows { titre { text } flags } distribution { total } } } } } }');
  const plates = data.sample.plates.edges.map(({ node }: { node: unknown }) => node);
  expect(plates.map(({ rows }: { rows: { titre: { text: string } }[] }) => rows.slice(0, 2).map(({ titre }) => titre.text))).toEqual([['8', '<2'], ['40', '>=10240']]);
  expect(plates.map(({ distribution }: { distribution: { total: number } }) => distribution.total)).toEqual([8, 8]);
  await results.emit(completed({ sampleNo: 'FAILED CONTROL', rows: [flowing(12)], layoutVersion: 'ten-1' }));
  const { rows } = (await ask('{ sample(sampleNo: "FAILED CONTROL") { plates { edges { node { rows { flags } } } } } }')).data.sample.plates.edges[0].node;
  expect(rows.map(({ flags }: { flags: string[] }) => flags.join())).toEqual(Array.from({ length: 8 }, () => 'CONTROL_FAILED'));
});

test('a layout that is not known here is no guess', async () => {
  await results.emit(completed({ sampleNo: 'STRANGE', layoutVersion: 'unknown-7' }));
  expect(codes(await ask('{ sample(sampleNo: "STRANGE") { plates { edges { node { rows { endPoint } } } } } }'))).toEqual(['CONFLICT']);
  expect((await ask('{ sample(sampleNo: "STRANGE") { plates { edges { node { plateNo } } } } }')).errors).toBeUndefined();
});
