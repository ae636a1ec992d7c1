import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { askAside } from '../testing/index.ts';
import { multipartBody, readUpload, type Upload, type UploadSource } from './index.ts';
import { LIMITS, OPERATIONS, holdTemporaryFiles, read, requestOf, sourceOf } from './upload-kit.ts';
import type { TwoHops } from './two-hops.ts';

holdTemporaryFiles();

test('what is written is read again: request, names, types, bytes and the bound text', async () => {
  const name = fc.string({ unit: 'binary', maxLength: 30 });
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), name, fc.json({ maxDepth: 3 }), async (bytes, filename, note) => {
    const operations = { query: '{ a }', variables: { note: JSON.parse(note), files: [null, null], file: null } };
    const body = multipartBody(operations, new Map([['variables.file', sourceOf(bytes, filename)], ['variables.files.1', sourceOf(bytes, 'second "x"\r\nfoo: 1.png', 'image/png')]]));
    const received = await readUpload(requestOf(body), LIMITS);
    expect(received.bound).toBe(body.bound);
    expect(JSON.parse(received.bound)).toEqual(JSON.parse(JSON.stringify(operations)));
    expect(received.files.map((file) => file.path)).toEqual(['variables.files.1', 'variables.file']);
    expect((await read(received.files[1].upload)).equals(bytes)).toBe(true);
    const second = await received.files[0].upload.open();
    expect([second.filename, second.mimetype]).toEqual(['second -x---foo: 1.png', 'image/png']);
    expect((await read((received.body.variables as { files: Upload[] }).files[1])).equals(bytes)).toBe(true);
    await received.done();
  }), { numRuns: 60 });
});

test('sent on by the next hop: an upload at two places travels once and the bound text stays the same', async () => {
  const operations = { query: '{ a }', variables: { a: null, b: null } };
  const bytes = randomBytes(3000);
  const source = sourceOf(bytes);
  const first = await readUpload(requestOf(multipartBody(operations, new Map([['variables.a', source], ['variables.b', source]]))), { ...LIMITS, maxFiles: 1 });
  const onward = multipartBody(first.body);
  const second = await readUpload(requestOf(onward), { ...LIMITS, maxFiles: 1 });
  expect(second.bound).toBe(JSON.stringify(operations));
  expect(second.files.map((file) => file.path)).toEqual(['variables.a', 'variables.b']);
  expect(await read(second.files[1].upload)).toEqual(bytes);
  await Promise.all([first.done(), second.done()]);
});

test('names that a path or a header could be made of arrive harmless', async () => {
  for (const [given, arrives] of [['../../etc/passwd', '..-..-etc-passwd'], ['a\u0000b.png', 'a-b.png'], ['', 'file'], ['แผ่น 1.jpg', 'แผ่น 1.jpg']]) {
    const received = await readUpload(requestOf(multipartBody(OPERATIONS, new Map([['variables.file', sourceOf(randomBytes(5), given, 'x\r\ny: 1')]]))), LIMITS);
    const file = await received.files[0].upload.open();
    expect([file.filename, file.mimetype]).toEqual([arrives, 'application/octet-stream']);
    await received.done();
  }
});

test('50 MB pass through two hops in bounded memory', async () => {
  const { size, arrived, sent, peak } = await askAside<TwoHops>(new URL('./two-hops.ts', import.meta.url));
  expect([size, arrived]).toEqual([800 * 65_536, sent]);
  expect(peak).toBeLessThan(10_000_000);
});

test('nothing is produced ahead of who reads', async () => {
  let produced = 0;
  const endless: UploadSource = { filename: 'big.tif', mimetype: 'image/tiff', createReadStream: async function* () { for (;; produced += 1) yield randomBytes(64 * 1024); } };
  const reader = multipartBody(OPERATIONS, new Map([['variables.file', endless]])).stream.getReader();
  for (let pulled = 0; pulled < 3; pulled += 1) await reader.read();
  expect(produced).toBeLessThan(5);
  await reader.cancel();
});

test('a failing source errors the stream; a cancelled stream stops its source', async () => {
  const failing: UploadSource = { filename: 'a', mimetype: 'image/png', createReadStream: async function* () { yield randomBytes(10); throw new Error('the disk is gone'); } };
  const received = await readUpload(requestOf(multipartBody(OPERATIONS, new Map([['variables.file', failing]]))), LIMITS);
  await expect(read(received.files[0].upload)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await received.done();
  const body = multipartBody(OPERATIONS, new Map([['variables.file', failing]]));
  await expect(new Response(body.stream).arrayBuffer()).rejects.toThrow('the disk is gone');

  let stopped = false;
  const watched: UploadSource = { filename: 'a', mimetype: 'image/png', createReadStream: async function* () { try { for (;;) yield randomBytes(10); } finally { stopped = true; } } };
  const reader = multipartBody(OPERATIONS, new Map([['variables.file', watched]])).stream.getReader();
  for (let pulled = 0; pulled < 4; pulled += 1) await reader.read();
  await reader.cancel();
  expect(stopped).toBe(true);
});
