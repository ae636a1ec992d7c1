import { askAside } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';
import type { Streamed } from './stream-file.ts';
import { upload } from './upload-request.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation(); });
afterAll(() => federation.dispose());
beforeEach(() => { federation.calls.length = 0; for (const name of Object.keys(federation.override)) delete federation.override[name as 'auth']; });

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

test('50 MB stream over real connections, with memory to spare', async () => {
  const { answer, peak } = await askAside<Streamed>(new URL('./stream-file.ts', import.meta.url));
  expect(answer.data?.uploadImage.byteSize).toBe(750 * 65_536);
  expect(peak).toBeLessThan(8_000_000); // sender and subgraph live in that process too
});
