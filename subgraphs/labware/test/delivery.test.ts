import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { serve } from '@microplate/platform/http';
import { createTestDatabase, waitFor } from '@microplate/platform/testing';
import { createServiceClient } from '@microplate/platform/identity';
import { GENERATE, KEYS, openLabware, operator, type Labware } from './labware-kit.ts';
import { createFakeResults } from './fake-results.ts';
import { KNOWN_ROWS, sampleReport } from './sample-reports.ts';

const AT = new Date('2026-03-01T09:05:07.123Z');
let folder: string;
let open: Labware[] = [];

beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'labware-delivery-')); });
afterEach(async () => {
  await Promise.all(open.map((lab) => lab.subgraph.dispose()));
  open = [];
  await rm(folder, { recursive: true });
});

const start = async (environment: Record<string, string>, options: Parameters<typeof openLabware>[0] = {}) => {
  const lab = await openLabware({ now: () => AT, ...options, environment: { DELIVERY_RETRY_MS: '20', ...environment } });
  open.push(lab);
  lab.results.reports.set('default/S1', sampleReport('S1', [{ rows: KNOWN_ROWS }]));
  return lab;
};
const made = async (lab: Labware) => (await lab.generate({ sampleNo: 'S1' })).data.generateInterfaceFile;
const statusOf = async (lab: Labware, id: string) => (await lab.caller.query('query($id: ID!) { interfaceFile(id: $id) { status } }', { id }, operator)).data.interfaceFile.status;
const becomes = (lab: Labware, id: string, status: string) => waitFor(`status ${status}`, async () => await statusOf(lab, id) === status);
const rowOf = async (lab: Labware, id: string) => (await lab.deps.database.em().execute('select attempts, failure_code, failure_message, done_at from delivery where file_id = ?', [id]))[0];

test('pending, then delivered: the same bytes under the same name', async () => {
  const lab = await start({ DELIVERY_FOLDER: folder });
  const file = await made(lab);
  expect(file.status).toBe('PENDING');
  await becomes(lab, file.id, 'DELIVERED');
  expect(await readdir(folder)).toEqual([file.fileName]);
  expect(await readFile(path.join(folder, file.fileName), 'utf8')).toBe(file.content);
});

test('a wake-up, not the poll, delivers', async () => {
  const lab = await start({ DELIVERY_FOLDER: folder });
  await becomes(lab, (await made(lab)).id, 'DELIVERED');
  await new Promise((resolve) => setTimeout(resolve, 100)); // The delivery is at rest now, for 5 s.
  const began = Date.now();
  await becomes(lab, (await made(lab)).id, 'DELIVERED');
  expect(Date.now() - began).toBeLessThan(2000);
});

test('no folder yet: kept and tried again, delivered once it is there', async () => {
  const missing = path.join(folder, 'share');
  const lab = await start({ DELIVERY_FOLDER: missing, DELIVERY_ATTEMPTS: '100' });
  const file = await made(lab);
  await waitFor('two attempts', async () => (await rowOf(lab, file.id)).attempts >= 2);
  expect(await rowOf(lab, file.id)).toMatchObject({ failure_code: 'SERVICE_UNAVAILABLE', failure_message: expect.stringContaining('does not exist'), done_at: null });
  expect(await statusOf(lab, file.id)).toBe('PENDING');
  await mkdir(missing);
  await becomes(lab, file.id, 'DELIVERED');
  expect(await readdir(missing)).toEqual([file.fileName]);
  expect((await rowOf(lab, file.id)).failure_code).toBeNull();
});

test('given up after its attempts: FAILED, the reason and the file kept', async () => {
  const notAFolder = path.join(folder, 'file');
  await writeFile(notAFolder, '');
  const lab = await start({ DELIVERY_FOLDER: notAFolder, DELIVERY_ATTEMPTS: '3' });
  const file = await made(lab);
  await becomes(lab, file.id, 'FAILED');
  expect(await rowOf(lab, file.id)).toMatchObject({ attempts: 3, failure_code: 'SERVICE_UNAVAILABLE', failure_message: expect.stringContaining('not a folder') });
  expect(await (await lab.subgraph.fetch(new Request(file.downloadUrl))).text()).toBe(file.content);
});

test('another file of the name in the folder: refused at once, left as it is, the next file goes through', async () => {
  const lab = await start({ DELIVERY_FOLDER: folder });
  await writeFile(path.join(folder, 'interface_S1_20260301_090507.csv'), 'the lab\'s own');
  const [refused, next] = [await made(lab), await made(lab)];
  await becomes(lab, refused.id, 'FAILED');
  await becomes(lab, next.id, 'DELIVERED');
  expect(await rowOf(lab, refused.id)).toMatchObject({ attempts: 1, failure_code: 'DELIVERY_REFUSED' });
  expect(await readFile(path.join(folder, refused.fileName), 'utf8')).toBe('the lab\'s own');
});

test('one file that can\'t be delivered keeps no other waiting', async () => {
  const lab = await start({ DELIVERY_FOLDER: folder, DELIVERY_ATTEMPTS: '100', DELIVERY_RETRY_MS: '60000' });
  await mkdir(path.join(folder, 'interface_S1_20260301_090507.csv'));
  const [stuck, next] = [await made(lab), await made(lab)];
  await becomes(lab, next.id, 'DELIVERED');
  expect(await statusOf(lab, stuck.id)).toBe('PENDING');
});

test('two processes at one outbox: each file once', async () => {
  const one = await start({ DELIVERY_FOLDER: folder });
  const two = await start({ DELIVERY_FOLDER: folder }, { url: one.url, results: one.results });
  const files = await Promise.all(Array.from({ length: 40 }, (_, index) => made(index % 2 ? one : two)));
  for (const file of files) await becomes(one, file.id, 'DELIVERED');
  const attempts = await one.deps.database.em().execute('select distinct attempts from delivery');
  expect(attempts).toEqual([{ attempts: 1 }]);
  expect((await readdir(folder)).sort()).toEqual(files.map((file) => file.fileName).sort());
});

test('while one process writes a file, another does not take it', async () => {
  const lab = await start({ DELIVERY_FOLDER: path.join(folder, 'missing'), DELIVERY_ATTEMPTS: '1000' });
  const file = await made(lab);
  await lab.deps.database.transaction(async (em) => {
    await em.execute('select 1 from delivery where file_id = ? for update', [file.id]);
    const { attempts } = await rowOf(lab, file.id);
    await mkdir(path.join(folder, 'missing'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await rowOf(lab, file.id)).attempts).toBe(attempts);
    expect(await readdir(path.join(folder, 'missing'))).toEqual([]);
  });
  await becomes(lab, file.id, 'DELIVERED');
});

test('killed between part and rename: no half file under the name, and the next start finishes it', async () => {
  const before = await start({ DELIVERY_FOLDER: path.join(folder, 'away'), DELIVERY_ATTEMPTS: '1000' });
  const file = await made(before);
  await before.subgraph.dispose();
  open = [];
  await writeFile(path.join(folder, `${file.fileName}.part`), file.content.slice(0, 40));
  const after = await start({ DELIVERY_FOLDER: folder }, { url: before.url });
  await becomes(after, file.id, 'DELIVERED');
  expect(await readdir(folder)).toEqual([file.fileName]);
  expect(await readFile(path.join(folder, file.fileName), 'utf8')).toBe(file.content);
});

test('a process of its own, killed with -9 while it delivers: every file arrives whole, once', async () => {
  const { url } = await createTestDatabase();
  const results = createFakeResults(KEYS.SERVICE_KEY_LABWARE_RESULTS);
  results.reports.set('default/S1', sampleReport('S1', [{ rows: KNOWN_ROWS }]));
  const sibling = await serve(results.fetch, { port: 0 });
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../src/main.ts')], {
    env: { ...KEYS, DATABASE_URL_LABWARE: url, RESULTS_URL: sibling.url, LABWARE_PORT: '0', DELIVERY_FOLDER: folder, LOG_LEVEL: 'error' }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  try {
    const address = await new Promise<string>((resolve, reject) => { child.once('message', (message: { ready: string }) => resolve(message.ready)); child.once('exit', reject); });
    const call = createServiceClient({ issuer: 'gateway', audience: 'labware', url: address, key: KEYS.SERVICE_KEY_GATEWAY_LABWARE });
    const body = JSON.stringify({ query: GENERATE, variables: { input: { sampleNo: 'S1' } } });
    const answers = Array.from({ length: 40 }, async () => (await call({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body, identity: operator })).json());
    void waitFor('a first delivery', async () => (await readdir(folder)).some((name) => name.endsWith('.csv'))).then(() => child.kill('SIGKILL'));
    const answered = (await Promise.allSettled(answers)).flatMap((answer) => answer.status === 'fulfilled' ? [(answer.value as any).data.generateInterfaceFile] : []);
    expect(await ended).toBe('SIGKILL');
    const again = await start({ DELIVERY_FOLDER: folder }, { url });
    const stored: { id: string; file_name: string; content: string }[] = await again.deps.database.em().execute('select id, file_name, content from interface_file');
    expect(stored.map((file) => file.id)).toEqual(expect.arrayContaining(answered.map((file) => file.id)));
    for (const { id } of stored) await becomes(again, id, 'DELIVERED');
    expect((await readdir(folder)).sort()).toEqual(stored.map((file) => file.file_name).sort());
    for (const file of stored) expect(await readFile(path.join(folder, file.file_name), 'utf8')).toBe(file.content);
  } finally {
    child.kill('SIGKILL');
    await ended;
    await sibling.close();
  }
});

test('no destination: GENERATED, and stays', async () => {
  const lab = await start({});
  const file = await made(lab);
  expect(file.status).toBe('GENERATED');
  expect(await lab.deps.database.em().execute('select 1 from delivery')).toEqual([]);
});
