import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { serve, type Listening } from '@microplate/platform/http';
import { multipartBody } from '@microplate/platform/uploads';
import { accessToken, createFederation, type Federation } from './federation.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation(); });
afterAll(() => federation.dispose());
beforeEach(() => { federation.calls.length = 0; for (const name of Object.keys(federation.override)) delete federation.override[name as 'auth']; });

const upload = (chunks: number, query = 'mutation($file: Upload!) { uploadImage(file: $file) { name byteSize sha256Start } }', extra: Record<string, string> = { 'apollo-require-preflight': '1' }) => {
  const chunk = randomBytes(64 * 1024);
  const source = { filename: 'plate.jpg', mimetype: 'image/jpeg', createReadStream: async function* () { for (let sent = 0; sent < chunks; sent += 1) yield chunk; } };
  const { contentType, stream } = multipartBody({ query, variables: { file: null } }, new Map([['variables.file', source]]));
  return { chunk, request: new Request('http://gateway.test/graphql', { method: 'POST', body: stream, duplex: 'half',
    headers: { 'content-type': contentType, authorization: `Bearer ${accessToken({ permissions: ['capture:image'] })}`, ...extra } } as RequestInit) };
};

test('a file goes through to its subgraph', async () => {
  const { request, chunk } = upload(3);
  const answer = await (await federation.gateway.fetch(request)).json() as any;
  expect(answer).toMatchObject({ data: { uploadImage: { name: 'plate.jpg', byteSize: 3 * 65_536, sha256Start: chunk.subarray(0, 4).toString('hex') } } });
});

test.each([
  ['without permission', { authorization: `Bearer ${accessToken()}` }, 403, 'FORBIDDEN'],
  ['signed out', { authorization: '', 'apollo-require-preflight': '1' }, 401, 'UNAUTHENTICATED'],
])('a file %s is refused and goes nowhere', async (_what, headers, status, code) => {
  const response = await federation.gateway.fetch(upload(3, undefined, headers).request);
  expect([response.status, ((await response.json()) as any).errors[0].extensions.code]).toEqual([status, code]);
  expect(federation.calls.filter(({ service }) => service === 'images')).toEqual([]);
});

test('a file that is too large is PAYLOAD_TOO_LARGE', async () => {
  const small = await createFederation({ settings: { UPLOAD_MAX_BYTES: '100000' } });
  try {
    const answer = await (await small.gateway.fetch(upload(3).request)).json() as any;
    expect(answer.errors[0].extensions.code).toBe('PAYLOAD_TOO_LARGE');
  } finally {
    await small.dispose();
  }
});

const get = (path: string, headers: Record<string, string> = {}) => federation.gateway.fetch(new Request(`http://gateway.test${path}`, { headers }));

test('files of a signed address are streamed with safe headers and without a context', async () => {
  const response = await get('/files/auth/a.html?expires=1&signature=x', { authorization: `Bearer ${accessToken()}`, 'x-user-id': 'root' });
  expect([response.status, await response.text()]).toEqual([200, '<script>1</script>']);
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'private', 'content-security-policy': expect.stringContaining('sandbox') });
  expect([response.headers.get('set-cookie'), response.headers.get('x-secret')]).toEqual([null, null]);
  const [call] = federation.calls;
  expect(call.path).toBe('/files/auth/a.html?expires=1&signature=x');
  for (const name of ['x-microplate-context', 'authorization', 'x-user-id']) expect(call.headers.get(name)).toBeNull();
  federation.override.auth = async () => { throw new TypeError('fetch failed'); };
  expect((await get('/files/auth/a.html')).status).toBe(503);
});

/** Sends by node:http: fetch would keep a copy of what it streams. */
const sendOver = (url: string, request: Request): Promise<any> => new Promise((resolve, reject) => {
  const outgoing = httpRequest(`${url}/graphql`, { method: 'POST', headers: Object.fromEntries(request.headers) }, (response) => {
    text(response).then((answer) => resolve(JSON.parse(answer)), reject);
  });
  pipeline(request.body as never, outgoing).catch(reject);
});

test('50 MB stream over real connections, with memory to spare', async () => {
  const listening: Listening[] = [];
  const networked = await createFederation({ network: async (subgraphs) => {
    const urls: Record<string, string> = {};
    for (const [name, subgraph] of Object.entries(subgraphs)) {
      const one = await serve(subgraph.fetch, { port: 0 });
      listening.push(one);
      urls[`${name.toUpperCase()}_URL`] = one.url;
    }
    return urls;
  } });
  const door = await serve(networked.gateway.fetch, { port: 0 });
  let peak = 0;
  const start = process.memoryUsage().arrayBuffers;
  // What is held is what counts, not the garbage of 50 MB that has passed.
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  let watching = true;
  // Collecting takes its time in a process that has run many tests: never more than a fifth of it.
  const watch = async (): Promise<void> => {
    for (let rest = 250; watching;) {
      await new Promise((resolve) => setTimeout(resolve, rest));
      const began = performance.now();
      // Buffers are let go in the background after a collection; the next one waits for that.
      collect();
      collect();
      rest = Math.max(250, 4 * (performance.now() - began));
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - start);
    }
  };
  const watched = watch();
  try {
    const { request } = upload(750);
    const answer = await sendOver(door.url, request);
    expect(answer.data?.uploadImage.byteSize).toBe(750 * 65_536);
    expect(peak).toBeLessThan(20_000_000); // the sender and the subgraph live in this process too
  } finally {
    watching = false;
    await watched;
    await networked.dispose();
    await Promise.all([door, ...listening].map((one) => one.close(50)));
  }
});
