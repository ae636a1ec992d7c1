import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Hono } from 'hono';
import { CodedError } from '../errors/index.ts';
import { addFileRoute, createFolderBlobStore, createSignedAddresses, type BlobStore } from './index.ts';

let folder: string;
let blobs: BlobStore;
beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'blobs-')); blobs = createFolderBlobStore(path.join(folder, 'blobs')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const filesLeft = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const read = async (sha256: string) => Buffer.concat(await Array.fromAsync((await blobs.open(sha256))!.stream as AsyncIterable<Buffer>));

test('what is put is opened again under the sha256 of its bytes, however it was cut', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 5 }), async (chunks) => {
    const bytes = Buffer.concat(chunks);
    const blob = await blobs.put(chunks, { maxBytes: 10_000 });
    expect(blob).toEqual({ sha256: sha256Of(bytes), byteSize: bytes.length });
    expect(await read(blob.sha256)).toEqual(bytes);
  }), { numRuns: 30 });
});

test('the same bytes at once are one blob', async () => {
  const bytes = randomBytes(50_000);
  await Promise.all(Array.from({ length: 10 }, () => blobs.put([bytes], { maxBytes: 50_000 })));
  expect(await filesLeft()).toEqual([sha256Of(bytes)]);
});

test('a put that fails midway, or is too large, leaves nothing', async () => {
  const failing = async function* () { yield randomBytes(100_000); throw new Error('the client went away'); };
  await expect(blobs.put(failing(), { maxBytes: 1e6 })).rejects.toThrow('the client went away');
  let produced = 0;
  const endless = async function* () { for (;;) { produced += 1; yield randomBytes(1000); } };
  await expect(blobs.put(endless(), { maxBytes: 10_000 })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  expect(produced).toBe(11);
  expect(await filesLeft()).toEqual([]);
});

test('staged bytes are no blob until they are published, and gone when discarded', async () => {
  const staged = await blobs.stage([Buffer.from('photo')], { maxBytes: 10 });
  expect(await blobs.open(staged.sha256)).toBeNull();
  await staged.discard();
  expect(await filesLeft()).toEqual([]);
  const kept = await blobs.stage([Buffer.from('photo')], { maxBytes: 10 });
  await kept.publish();
  await kept.discard();
  expect(String(await read(kept.sha256))).toBe('photo');
  await blobs.remove(kept.sha256);
  await blobs.remove(kept.sha256);
  expect(await blobs.open(kept.sha256)).toBeNull();
});

test('what a killed process left staged is swept after an hour, not before', async () => {
  expect(await blobs.sweep()).toBe(0);
  const staged = await blobs.stage([Buffer.from('in use')], { maxBytes: 10 });
  const stale = path.join(path.dirname(staged.file), 'stale');
  await writeFile(stale, 'half');
  await utimes(stale, new Date(), new Date(Date.now() - 2 * 3_600_000));
  expect(await blobs.sweep()).toBe(1);
  await staged.publish();
  expect(await filesLeft()).toEqual([staged.sha256]);
});

test('a name that is no sha256 reaches no file', async () => {
  for (const name of ['../../etc/passwd', '', 'A'.repeat(64)]) await expect(blobs.open(name)).rejects.toThrow('named by the sha256');
});

const KEY = 'k'.repeat(40);
let now = Date.parse('2026-01-01T00:00:00Z');
const addresses = createSignedAddresses({ publicUrl: 'https://plates.example.org/', service: 'things', key: KEY, lifetimeSeconds: 3600, now: () => now });

test('an address is good for its path and its time, whatever else is changed', () => {
  const address = addresses.sign('a1/thumbnail');
  expect(address).toMatch(/^https:\/\/plates\.example\.org\/files\/things\/a1\/thumbnail\?expires=\d+&signature=[\w-]{43}$/);
  const verify = (change: (url: URL) => void) => { const url = new URL(address); change(url); return addresses.verify(url); };
  expect(verify(() => {})).toBe(true);
  expect(verify((url) => { url.pathname = '/files/things/a2/thumbnail'; })).toBe(false);
  expect(verify((url) => { url.searchParams.set('expires', '9999999999'); })).toBe(false);
  expect(verify((url) => { url.searchParams.set('signature', 'x'.repeat(43)); })).toBe(false);
  expect(verify((url) => { url.search = ''; })).toBe(false);
  const other = createSignedAddresses({ publicUrl: 'https://plates.example.org', service: 'things', key: 'z'.repeat(40) });
  expect(other.verify(new URL(address))).toBe(false);
  now += 3_600_000 - 1;
  expect(verify(() => {})).toBe(true);
  now += 900_001;
  expect(verify(() => {})).toBe(false);
});

test('files are served whole, named and typed by us; a failing look answers its code', async () => {
  const { sha256 } = await blobs.put([Buffer.from('<script>')], { maxBytes: 100 });
  const app = new Hono();
  app.onError((error) => new Response((error as CodedError).code, { status: 400 }));
  addFileRoute(app, { service: 'things', addresses, find: async (name) => name === 'gone' ? null : { ...(await blobs.open(sha256))!, mimeType: 'image/png', fileName: 'a "b"\r\n.png' } });
  const get = (url: string, method = 'GET') => Promise.resolve(app.fetch(new Request(url, { method })));
  const served = await get(addresses.sign('x'));
  expect(Object.fromEntries(served.headers)).toMatchObject({
    'content-type': 'image/png', 'content-length': '8', 'x-content-type-options': 'nosniff', 'content-disposition': 'attachment; filename="a--b---.png"' });
  expect(await served.text()).toBe('<script>');
  const head = await get(addresses.sign('x'), 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '8', '']);
  expect(await (await get(addresses.sign('gone'))).text()).toBe('NOT_FOUND');
  expect(await (await get('https://plates.example.org/files/things/x')).text()).toBe('FORBIDDEN');
});
