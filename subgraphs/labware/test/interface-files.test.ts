import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CodedError } from '@microplate/platform/errors';
import { testIdentity } from '@microplate/platform/testing';
import { openLabware, operator, type Labware } from './labware-kit.ts';
import { KNOWN_ROWS, sampleReport } from './sample-reports.ts';

const AT = new Date('2026-03-01T09:05:07.123Z');
let lab: Labware;
let now = AT;

beforeAll(async () => { lab = await openLabware({ now: () => now }); });
beforeEach(() => { now = AT; lab.results.broken = null; });
afterAll(() => lab.subgraph.dispose());

const give = (sampleNo: string, report: Parameters<typeof sampleReport>[1] = [{ rows: KNOWN_ROWS }], labId = 'default') =>
  lab.results.reports.set(`${labId}/${sampleNo}`, sampleReport(sampleNo, report));
const made = async (input: Record<string, unknown>) => {
  const { data, errors } = await lab.generate(input);
  expect(errors).toBeUndefined();
  return data.generateInterfaceFile;
};
const refusedWith = async (input: Record<string, unknown>, identity = operator) => {
  const { errors } = await lab.generate(input, identity);
  return errors?.[0];
};

describe('the four files of one sample, byte for byte', () => {
  const golden = (name: string) => readFileSync(new URL(`./golden/${name}.csv`, import.meta.url), 'utf8');
  beforeAll(() => give('AM67/00123', [
    { plateNo: 'P1', rows: KNOWN_ROWS },
    { plateNo: 'P2', submissionNo: 'T2', rows: [0, 12, { first: 2, last: 4, flags: ['GAP'] }, { first: null, last: 4, flags: ['UNREADABLE'] }, { first: null, flags: ['EMPTY_ROW'] }, 5, 6, 7] }]));

  test.each([
    ['LABWARE_V2', 'interface_AM67-00123_20260301_090507.csv', 'LAST_FLOWING', 'T2'],
    ['LABWARE_V1', `interface_AM67-00123_${AT.getTime()}.csv`, 'LAST_FLOWING', 'T001'],
    ['TITRES', 'titres_AM67-00123_20260301_090507.csv', 'FIRST_BREAK', null],
    ['LONG', 'wells_AM67-00123_20260301_090507.csv', 'FIRST_BREAK', null],
  ])('%s', async (dialect, fileName, policy, testNumber) => {
    const file = await made({ sampleNo: 'AM67/00123', dialect });
    expect(file.content).toBe(golden(dialect.toLowerCase().replace('_', '-')));
    expect(file).toMatchObject({ fileName, policy, testNumber, dialect, status: 'GENERATED', sample: { sampleNo: 'AM67/00123' }, generatedBy: { id: operator.userId }, generatedAt: AT.toISOString() });
    expect(file.sha256).toBe(createHash('sha256').update(file.content).digest('hex'));
    expect(file.byteSize).toBe(Buffer.byteLength(file.content));
    expect(file.warnings.length).toBeGreaterThan(0);
  });
});

test('LABWARE_V2 is the default; asked by name or by null it is the same', async () => {
  give('D1');
  expect((await made({ sampleNo: 'D1' })).dialect).toBe('LABWARE_V2');
  expect((await made({ sampleNo: 'D1', dialect: null })).dialect).toBe('LABWARE_V2');
});

test('every file is of results at that moment, never of an earlier answer', async () => {
  give('S-now', [{ rows: [3] }]);
  const before = await made({ sampleNo: 'S-now' });
  const asked = lab.results.asked;
  give('S-now', [{ rows: [4] }]);
  const after = await made({ sampleNo: 'S-now' });
  expect(lab.results.asked).toBe(asked + 1);
  expect(before.content).toContain('S-now,T1,3,1\n');
  expect(after.content).toContain('S-now,T1,3,0\nS-now,T1,4,1\n');
  expect((await lab.caller.query('query($id: ID!) { interfaceFile(id: $id) { content } }', { id: before.id }, operator)).data.interfaceFile.content).toBe(before.content);
});

test('thirty files in one second under concurrency: thirty names', async () => {
  give('Same');
  const files = await Promise.all(Array.from({ length: 30 }, () => made({ sampleNo: 'Same' })));
  const names = Array.from({ length: 30 }, (_, index) => `interface_Same_20260301_090507${index ? `_${index + 1}` : ''}.csv`);
  expect(files.map((file) => file.fileName).sort()).toEqual(names.sort());
});

test('labels that differ only in case or in a character that names can\'t hold get names that differ', async () => {
  const names = [];
  for (const sampleNo of ['am/1', 'AM-1', 'Am#1']) { give(sampleNo); names.push((await made({ sampleNo })).fileName.toLowerCase()); }
  expect(new Set(names).size).toBe(3);
});

describe('refused, with its code and nothing stored', () => {
  const count = async () => (await lab.deps.database.em().execute('select count(*)::int as n from interface_file'))[0].n;

  test.each(['../../etc/passwd', '=cmd|\' /C calc\'!A0', '', ' ', 'x'.repeat(300), 'a\0b', 'S1🧪', '-S1', 'S1\n'.repeat(2), 'a,b'])('sample or test number %j', async (label) => {
    const before = await count();
    expect(await refusedWith({ sampleNo: label })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'sampleNo' } });
    give('S1');
    expect(await refusedWith({ sampleNo: 'S1', testNumber: label })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'testNumber' } });
    expect(await count()).toBe(before);
  });
  test.each(['ตัวอย่าง ๑', 'AM67/00123'])('%s is kept as it is', async (label) => {
    give(label);
    const file = await made({ sampleNo: ` ${label} `, testNumber: label });
    expect(file.sample.sampleNo).toBe(label);
    expect(file.content).toContain(`\n${label},${label},No.,8\n`);
    expect(file.fileName).toMatch(/^interface_[A-Za-z0-9-]+_20260301_090507(_\d+)?\.csv$/);
  });
  test('an unknown dialect', async () => {
    expect((await refusedWith({ sampleNo: 'S1', dialect: 'XLSX' }))?.extensions.code).toBe('BAD_USER_INPUT');
  });
  test.each([['NOT_FOUND', 'There is no sample'], ['NO_ACCEPTED_RESULT', 'no plate of it'], ['CONFLICT', 'different start']] as const)('%s of results', async (code, message) => {
    const before = await count();
    lab.results.reports.set('default/Refused', new CodedError(code, message));
    const error = await refusedWith({ sampleNo: 'Refused' });
    expect(error).toMatchObject({ message, extensions: { code } });
    expect(await count()).toBe(before);
  });
  test('results away, whichever way', async () => {
    give('S1');
    for (const broken of [() => { throw new TypeError('fetch failed'); }, () => new Response('Bad gateway', { status: 502 }), () => Response.json({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 })]) {
      lab.results.broken = broken;
      expect(await refusedWith({ sampleNo: 'S1' })).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE', service: 'results' } });
    }
    lab.results.broken = null;
    await made({ sampleNo: 'S1' });
  });
});

describe('who may', () => {
  const viewer = testIdentity({ permissions: ['capture:view', 'results:view'] });
  test('a viewer reads and does not generate; nobody without results:view reads', async () => {
    give('S1');
    const { id } = await made({ sampleNo: 'S1' });
    expect((await refusedWith({ sampleNo: 'S1' }, viewer))?.extensions.code).toBe('FORBIDDEN');
    const read = 'query($id: ID!) { interfaceFile(id: $id) { id } }';
    expect((await lab.caller.query(read, { id }, viewer)).data.interfaceFile.id).toBe(id);
    expect((await lab.caller.query(read, { id }, testIdentity())).errors?.[0].extensions.code).toBe('FORBIDDEN');
    expect((await lab.caller.query(read, { id }, testIdentity({ userId: null }))).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  });
  test('entities ask the same', async () => {
    for (const reference of [{ __typename: 'Sample', sampleNo: 'S1' }, { __typename: 'InterfaceFile', id: randomUUID() }]) {
      const { errors } = await lab.caller.query('query($r: [_Any!]!) { _entities(representations: $r) { __typename } }', { r: [reference] }, testIdentity());
      expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
    }
  });
  test('called directly, it answers nothing', async () => {
    const response = await lab.subgraph.fetch(new Request('http://labware.test/graphql', { method: 'POST', body: JSON.stringify({ query: '{ _service { sdl } }' }) }));
    expect(response.status).toBe(401);
  });
  test('another lab sees neither file nor list, and makes its own under the same name', async () => {
    const elsewhere = { ...operator, labId: 'elsewhere' };
    give('Shared', undefined, 'default');
    give('Shared', [{ rows: [1] }], 'elsewhere');
    const ours = await made({ sampleNo: 'Shared' });
    const theirs = (await lab.generate({ sampleNo: 'Shared' }, elsewhere)).data.generateInterfaceFile;
    expect(theirs.fileName).toBe(ours.fileName);
    expect(theirs.content).not.toBe(ours.content);
    const read = `query($id: ID!, $r: [_Any!]!) { interfaceFile(id: $id) { content }
      _entities(representations: $r) { ... on Sample { interfaceFiles { edges { node { id } } } } ... on InterfaceFile { content } } }`;
    const references = [{ __typename: 'Sample', sampleNo: 'Shared' }, { __typename: 'InterfaceFile', id: ours.id }];
    const { data, errors } = await lab.caller.query(read, { id: ours.id, r: references }, elsewhere);
    expect(data).toEqual({ interfaceFile: null, _entities: [{ interfaceFiles: { edges: [{ node: { id: theirs.id } }] } }, null] });
    expect(errors?.map((error) => error.extensions.code)).toEqual(['NOT_FOUND']);
  });
});

test.each([randomUUID(), 'x', '', '\'; drop table interface_file'])('an unknown file %j is null with NOT_FOUND', async (id) => {
  const { data, errors } = await lab.caller.query('query($id: ID!) { interfaceFile(id: $id) { id } }', { id }, operator);
  expect(data).toEqual({ interfaceFile: null });
  expect(errors?.[0].extensions).toMatchObject({ code: 'NOT_FOUND', kind: 'interface file' });
});

describe('files of a sample', () => {
  const list = `query($r: [_Any!]!, $first: Int, $after: String) { _entities(representations: $r) { ... on Sample { sampleNo
    interfaceFiles(first: $first, after: $after) { edges { cursor node { fileName content sample { sampleNo } generatedBy { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;
  const of = (...samples: string[]) => samples.map((sampleNo) => ({ __typename: 'Sample', sampleNo }));
  const page = async (sampleNo: string, given: Record<string, unknown>) => (await lab.caller.query(list, { r: of(sampleNo), ...given }, operator)).data._entities[0].interfaceFiles;

  test('page by page, newest first, each once, also those of one moment', async () => {
    give('Paged');
    for (let index = 0; index < 7; index++) { now = new Date(AT.getTime() + Math.floor(index / 3) * 1000); await made({ sampleNo: 'Paged' }); }
    const names: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { edges, pageInfo }: any = await page('Paged', { first: 2, after });
      names.push(...edges.map((edge: any) => edge.node.fileName));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    const moments = names.map((name) => name.slice(0, 'interface_Paged_20260301_090507'.length));
    expect(new Set(names).size).toBe(7);
    expect(moments).toEqual([...moments].sort().reverse());
  });
  test('none for a sample without files, and for a page of none', async () => {
    expect(await page('Nobody', {})).toEqual({ edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } });
    expect((await page('Paged', { first: 0 })).pageInfo.hasNextPage).toBe(true);
  });
  test('a bad page is refused', async () => {
    const codeOf = async (given: Record<string, unknown>) => (await lab.caller.query(list, { r: of('Paged'), ...given }, operator)).errors?.[0].extensions;
    const cursor = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    expect(await codeOf({ first: 101 })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
    for (const after of ['x', cursor(['samples', 'a', 'b']), cursor(['interfaceFiles', 'yesterday', randomUUID()]), cursor(['interfaceFiles', AT.toISOString(), 'x']), cursor(['interfaceFiles'])]) {
      expect(await codeOf({ after })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    }
  });
  test('of forty samples cost as many statements as of one', async () => {
    const samples = Array.from({ length: 40 }, (_, index) => `Many-${index}`);
    for (const sampleNo of samples) { give(sampleNo); await made({ sampleNo }); }
    const cost = async (asked: string[]) => {
      const before = await lab.statements();
      const { data } = await lab.caller.query(list, { r: of(...asked) }, operator);
      expect(data._entities.map((sample: any) => [sample.sampleNo, sample.interfaceFiles.edges.length])).toEqual(asked.map((sampleNo) => [sampleNo, 1]));
      return await lab.statements() - before;
    };
    expect([await cost(samples.slice(0, 1)), await cost(samples)]).toEqual([2, 2]);
  });
});

describe('download', () => {
  test('by the signed address alone: the bytes, as an attachment of its name', async () => {
    give('ไทย');
    const file = await made({ sampleNo: 'ไทย' });
    expect(file.downloadUrl).toMatch(new RegExp(`^http://plates\\.test/files/labware/${file.id}\\?expires=\\d+&signature=`));
    const response = await lab.subgraph.fetch(new Request(file.downloadUrl));
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).toString('utf8')).toBe(file.content);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8', 'content-length': String(file.byteSize), 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename="${file.fileName}"` });
  });
  test('changed, unsigned or of another file: refused; signed for none: NOT_FOUND', async () => {
    give('S1');
    const [one, two] = [await made({ sampleNo: 'S1' }), await made({ sampleNo: 'S1' })];
    const status = async (url: string) => (await lab.subgraph.fetch(new Request(url))).status;
    expect(await status(one.downloadUrl.split('?')[0])).toBe(403);
    expect(await status(one.downloadUrl.replace(one.id, two.id))).toBe(403);
    expect(await status(lab.deps.addresses.sign(randomUUID()))).toBe(404);
    expect(await status(lab.deps.addresses.sign('x'))).toBe(404);
  });
});

test('it starts again on its own tables and keeps what was there', async () => {
  give('Kept');
  const { id } = await made({ sampleNo: 'Kept' });
  const again = await openLabware({ url: lab.url });
  try {
    expect((await again.caller.query('query($id: ID!) { interfaceFile(id: $id) { fileName } }', { id }, operator)).data.interfaceFile.fileName).toMatch(/^interface_Kept_/);
  } finally {
    await again.subgraph.dispose();
  }
});
