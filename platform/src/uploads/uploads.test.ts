import { createHash, randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { multipartBody, readUpload, type Upload, type UploadSource } from './index.ts';
import { LIMITS, OPERATIONS, holdTemporaryFiles, read, requestOf, sourceOf } from './upload-kit.ts';

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
  }), { numRuns: 30 });
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

test('50 MB pass through two hops in bounded memory, at the pace of the reader', async () => {
  const chunk = randomBytes(64 * 1024);
  let produced = 0;
  const endless: UploadSource = { filename: 'big.tif', mimetype: 'image/tiff', createReadStream: async function* () { for (; produced < 800; produced += 1) yield chunk; } };
  const body = multipartBody(OPERATIONS, new Map([['variables.file', endless]]));
  const reader = body.stream.getReader();
  for (let pulled = 0; pulled < 3; pulled += 1) await reader.read();
  expect(produced).toBeLessThan(5); // nothing is produced ahead of who reads
  reader.releaseLock();

  produced = 0;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: object) => void;
  const inUse = () => { collect({ type: 'major', execution: 'sync', flavor: 'last-resort' }); const { heapUsed, external } = process.memoryUsage(); return heapUsed + external; };
  const start = inUse();
  let peak = 0;
  const limits = { maxFileSize: 60_000_000, maxFiles: 1 };
  const first = await readUpload(requestOf(multipartBody(OPERATIONS, new Map([['variables.file', endless]]))), limits);
  const second = await readUpload(requestOf(multipartBody(first.body)), limits);
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of (await second.files[0].upload.open()).createReadStream()) {
    hash.update(piece);
    if (Math.floor(size / 15e6) !== Math.floor((size + piece.byteLength) / 15e6)) peak = Math.max(peak, inUse() - start);
    size += piece.byteLength;
  }
  const expected = createHash('sha256');
  for (let i = 0; i < 800; i += 1) expected.update(chunk);
  expect([size, hash.digest('hex')]).toEqual([800 * chunk.length, expected.digest('hex')]);
  expect(peak).toBeLessThan(10_000_000);
  await Promise.all([first.done(), second.done()]);
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
