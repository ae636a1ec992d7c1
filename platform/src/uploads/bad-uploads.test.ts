import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { serve } from '../http/index.ts';
import { waitFor } from '../testing/index.ts';
import { multipartBody, readUpload } from './index.ts';
import { LIMITS, OPERATIONS, holdTemporaryFiles, read, requestOf, sourceOf } from './upload-kit.ts';

holdTemporaryFiles();

/** A hand-written multipart request; a part is [disposition, content]. */
const raw = (parts: [string, string][], { end = '--x--\r\n', contentType = 'multipart/form-data; boundary=x' } = {}): Request =>
  new Request('http://here/graphql', { method: 'POST', headers: { 'content-type': contentType },
    body: parts.map(([disposition, content]) => `--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`).join('') + end });

const operationsPart = (operations: unknown = OPERATIONS): [string, string] => ['name="operations"', JSON.stringify(operations)];
const mapPart = (map: unknown = { 0: ['variables.file'] }): [string, string] => ['name="map"', typeof map === 'string' ? map : JSON.stringify(map)];
const filePart: [string, string] = ['name="0"; filename="a.jpg"', 'bytes'];

const LONG = 'y'.repeat(210_000);
const DEEP = `${'['.repeat(90_000)}${']'.repeat(90_000)}`;
test.each([
  ['no boundary', () => raw([operationsPart()], { contentType: 'multipart/form-data' }), 'BAD_REQUEST'],
  ['another boundary', () => raw([operationsPart(), mapPart(), filePart], { contentType: 'multipart/form-data; boundary=z' }), 'BAD_REQUEST'],
  ['an empty body', () => raw([], { end: '' }), 'BAD_REQUEST'],
  ['no parts', () => raw([]), 'BAD_REQUEST'],
  ['no operations', () => raw([mapPart()]), 'BAD_REQUEST'],
  ['no map', () => raw([operationsPart()]), 'BAD_REQUEST'],
  ['a file before the map', () => raw([operationsPart(), filePart, mapPart()]), 'BAD_REQUEST'],
  ['operations that are no JSON', () => raw([['name="operations"', '{'], mapPart(), filePart]), 'BAD_REQUEST'],
  ['operations null', () => raw([['name="operations"', 'null'], mapPart(), filePart]), 'BAD_REQUEST'],
  ['a list of operations', () => raw([operationsPart([OPERATIONS]), mapPart({ 0: ['0.variables.file'] }), filePart]), 'BAD_REQUEST'],
  ['a map that is no JSON', () => raw([operationsPart(), mapPart('{'), filePart]), 'BAD_REQUEST'],
  ['a map that is a list', () => raw([operationsPart(), mapPart([]), filePart]), 'BAD_REQUEST'],
  ['a map to no list', () => raw([operationsPart(), mapPart({ 0: 'variables.file' }), filePart]), 'BAD_REQUEST'],
  ['a map to a number', () => raw([operationsPart(), mapPart({ 0: [1] }), filePart]), 'BAD_REQUEST'],
  ['a map to nowhere', () => raw([operationsPart(), mapPart({ 0: ['variables.other'] }), filePart]), 'BAD_REQUEST'],
  ['a map to one place 2,000 times', () => raw([operationsPart(), mapPart({ 0: Array(2000).fill('variables.file') }), filePart]), 'BAD_REQUEST'],
  ['prototype pollution', () => raw([operationsPart(), mapPart({ 0: ['__proto__.polluted'] }), filePart]), 'BAD_REQUEST'],
  ['prototype pollution by an own key', () => raw([['name="operations"', '{"query":"{a}","__proto__":{"polluted":null}}'], mapPart({ 0: ['__proto__.polluted'] }), filePart]), 'BAD_REQUEST'],
  ['prototype pollution by the constructor', () => raw([operationsPart(), mapPart({ 0: ['constructor.prototype.polluted'] }), filePart]), 'BAD_REQUEST'],
  ['variables nested 90,000 deep', () => raw([['name="operations"', `{"query":"{a}","variables":{"deep":${DEEP}}}`], mapPart({}), filePart]), 'BAD_REQUEST'],
  ['too many files', () => raw([operationsPart(), mapPart({ 0: [], 1: [], 2: [] }), filePart]), 'BAD_USER_INPUT'],
  ['operations too long', () => raw([operationsPart({ query: LONG }), mapPart(), filePart]), 'PAYLOAD_TOO_LARGE'],
  ['a map too long', () => raw([operationsPart(), mapPart(JSON.stringify({ 0: [LONG] })), filePart]), 'PAYLOAD_TOO_LARGE'],
])('%s is refused', async (_what, request, code) => {
  await expect(readUpload(request(), LIMITS)).rejects.toMatchObject({ code });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('a mapped file that never comes, or breaks off, is the client\'s error', async () => {
  const missing = await readUpload(raw([operationsPart(), mapPart()]), LIMITS);
  await expect(missing.files[0].upload.open()).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await missing.done();
  const broken = await readUpload(raw([operationsPart(), mapPart(), filePart], { end: '' }), LIMITS);
  await expect(read(broken.files[0].upload)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await broken.done();
});

const endlessRequest = (announced?: string) => {
  const state = { sent: 0, cancelled: false };
  const head = `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify(OPERATIONS)}\r\n--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n`;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(`${head}--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\n`)),
    pull: async (controller) => { await new Promise((resolve) => setImmediate(resolve)); state.sent += 50_000; controller.enqueue(new Uint8Array(50_000)); },
    cancel: () => { state.cancelled = true; },
  });
  const headers = { 'content-type': 'multipart/form-data; boundary=x', ...(announced ? { 'content-length': announced } : {}) };
  return { state, request: new Request('http://here/', { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit) };
};

test('an endless file is refused at its limit and not read on', async () => {
  const { state, request } = endlessRequest();
  const received = await readUpload(request, LIMITS);
  await expect(read(received.files[0].upload)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  await expect(read(received.files[0].upload)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' }); // and again, after the fact
  await received.done();
  await waitFor('the request to be cancelled', () => state.cancelled, 1000);
  expect(state.sent).toBeLessThan(1_000_000);
});

test('a file of just the limit passes, one byte more does not', async () => {
  for (const [size, code] of [[LIMITS.maxFileSize, null], [LIMITS.maxFileSize + 1, 'PAYLOAD_TOO_LARGE']] as const) {
    const received = await readUpload(requestOf(multipartBody(OPERATIONS, new Map([['variables.file', sourceOf(randomBytes(size))]]))), LIMITS);
    const outcome = await read(received.files[0].upload).then((bytes) => bytes.length, (error: { code: string }) => error.code);
    expect(outcome).toBe(code ?? size);
    await received.done();
  }
});

test('a request that announces too much is refused unread', async () => {
  const { state, request } = endlessRequest('900000000');
  await expect(readUpload(request, LIMITS)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  expect(state.sent).toBeLessThanOrEqual(50_000);
});

test('endless junk that no map names ends at the request\'s limit', async () => {
  const { state, request } = endlessRequest();
  const junk = new Request('http://here/', { method: 'POST', headers: request.headers, duplex: 'half',
    body: request.body!.pipeThrough(new TransformStream({ transform: (chunk, controller) => controller.enqueue(Buffer.from(Buffer.from(chunk).toString('latin1').replace('name="0"', 'name="7"'), 'latin1')) })) } as RequestInit);
  const received = await readUpload(junk, LIMITS);
  await expect(received.files[0].upload.open()).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(state.sent).toBeLessThan(2_000_000);
  await received.done();
});

test('a client that goes away in the middle of a file ends the read, over a real connection', async () => {
  let outcome: unknown;
  let settled: () => void;
  const over = new Promise<void>((resolve) => { settled = resolve; });
  const listening = await serve(async (request) => {
    const received = await readUpload(request, LIMITS);
    await read(received.files[0].upload).catch((error: unknown) => { outcome = error; });
    await received.done();
    settled();
    return new Response('late');
  }, { port: 0 });
  const client = httpRequest(listening.url, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } });
  client.on('error', () => {});
  client.write(`--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify(OPERATIONS)}\r\n--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}\r\n`);
  client.write('--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\nthe beginning of');
  setTimeout(() => client.destroy(), 100);
  await over;
  expect(outcome).toMatchObject({ code: 'BAD_REQUEST' });
  await listening.close();
});

test('done leaves nothing behind while a file is being read, before it came, and when called twice', async () => {
  const { request } = endlessRequest();
  const received = await readUpload(request, { maxFileSize: 50_000_000, maxFiles: 1 });
  const reading = read(received.files[0].upload);
  reading.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.all([received.done(), received.done()]);
  await expect(reading).rejects.toBeDefined();
  const held = await readUpload(requestOf(multipartBody(OPERATIONS, new Map([['variables.file', sourceOf(randomBytes(90_000))]]))), LIMITS);
  const iterator = (await held.files[0].upload.open()).createReadStream()[Symbol.asyncIterator]();
  await iterator.next(); // and nobody asks for the rest
  await held.done();
  const early = await readUpload(endlessRequest().request, { maxFileSize: 50_000_000, maxFiles: 1 });
  await early.done();
});
