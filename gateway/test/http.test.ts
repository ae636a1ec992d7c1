import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { serve, type Listening } from '@microplate/platform/http';
import { accessToken, createFederation, type Federation } from './federation.ts';

let federation: Federation;
let door: Listening;
/** Requests that were answered without becoming a `Request`. */
let direct = 0;
beforeAll(async () => {
  federation = await createFederation({ settings: { MAX_BODY_BYTES: '100000', CORS_ORIGINS: 'https://lab.test' } });
  door = await serve(federation.gateway.fetch, { port: 0 }, (incoming, outgoing) => {
    const taken = federation.gateway.direct(incoming, outgoing);
    direct += Number(taken);
    return taken;
  });
});
afterAll(async () => { await door.close(50); await federation.dispose(); });
beforeEach(() => { direct = 0; });

interface Sent { method?: string; path?: string; headers?: Record<string, string | string[]>; body?: string | Buffer }
interface Answered { status: number; headers: Record<string, unknown>; text: string }

/** Headers of one hop, and of one moment. */
const PASSING = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length', 'x-request-id'];
const lasting = (headers: IncomingHttpHeaders | Record<string, string>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.includes(name)).sort());

const byPort = ({ method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<Answered> => new Promise((resolve, reject) => {
  const length = body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = httpRequest(door.url + path, { method, headers: { ...length, ...headers } }, (response) => {
    text(response).then((answer) => resolve({ status: response.statusCode!, headers: lasting(response.headers), text: answer }), reject);
  });
  outgoing.on('error', reject);
  outgoing.end(body);
});

const byFetch = async ({ method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<Answered> => {
  const list = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])).filter(([name]) => name !== 'transfer-encoding');
  const response = await federation.gateway.fetch(new Request(`http://gateway.test${path}`, { method, headers: list, body: body as BodyInit }), { address: '127.0.0.1' });
  return { status: response.status, headers: lasting(Object.fromEntries(response.headers)), text: await response.text() };
};

/** Sends by both ways and expects one answer. */
const both = async (sent: Sent): Promise<Answered & { code?: string; data?: unknown }> => {
  const [port, fetched] = [await byPort(sent), await byFetch(sent)];
  expect(port).toEqual(fetched);
  const body = port.text.startsWith('{') ? JSON.parse(port.text) as { data?: unknown; errors?: { extensions: { code: string } }[] } : {};
  return { ...port, data: body.data, code: body.errors?.[0].extensions.code };
};

const JSON_BODY = { 'content-type': 'application/json' };
const ask = (query: string, headers: Record<string, string | string[]> = {}, more: Record<string, unknown> = {}): Sent => ({ headers: { ...JSON_BODY, ...headers }, body: JSON.stringify({ query, ...more }) });
const LEGACY = 'application/json; charset=utf-8';
const CURRENT = 'application/graphql-response+json; charset=utf-8';

test.each<[string, Sent, number, string | undefined, boolean]>([
  // what, request, status, media type, answered directly
  ['an answer', ask('{ public }'), 200, LEGACY, true],
  ['an answer to */*', ask('{ public }', { accept: '*/*' }), 200, LEGACY, true],
  ['an answer in the newer type', ask('{ public }', { accept: 'application/graphql-response+json, application/json;q=0.9' }), 200, CURRENT, true],
  ['an answer with an error in it', ask('{ public boom }', { accept: 'application/graphql-response+json' }), 200, CURRENT, true],
  ['an invalid document', ask('{ nothing }'), 400, LEGACY, true],
  ['an invalid document to */*', ask('{ nothing }', { accept: '*/*' }), 400, LEGACY, true],
  ['an invalid document in the newer type', ask('{ nothing }', { accept: 'application/graphql-response+json' }), 400, CURRENT, true],
  ['an invalid document to who names application/json', ask('{ nothing }', { accept: 'application/json' }), 200, LEGACY, true],
  ['an unparsable one to who names application/json', ask('{', { accept: 'application/json' }), 200, LEGACY, true],
  ['an unknown operation to who names application/json', ask('query A { public }', { accept: 'application/json' }, { operationName: 'B' }), 200, LEGACY, true],
  ['a limit to who names application/json', ask(`{ ${'a: public '.repeat(40)} }`, { accept: 'application/json' }), 400, LEGACY, true],
  ['a denial to who names application/json', ask('{ users { id } }', { accept: 'application/json', authorization: `Bearer ${accessToken()}` }), 403, LEGACY, true],
  ['a bad token to who names application/json', ask('{ public }', { accept: 'application/json', authorization: 'Bearer x' }), 401, LEGACY, true],
  ['two tokens', ask('{ public }', { authorization: ['Bearer x', `Bearer ${accessToken()}`] }), 401, LEGACY, true],
  ['no query to who names application/json', { headers: { ...JSON_BODY, accept: 'application/json' }, body: '{}' }, 400, LEGACY, true],
  ['nothing acceptable', ask('{ public }', { accept: 'image/png, application/json;q=0' }), 406, LEGACY, true],
  ['a subscription', ask('subscription { state { step } }'), 400, LEGACY, true],
  ['an empty body', { headers: JSON_BODY, body: '' }, 400, LEGACY, true],
  ['UTF-8 by name', ask('{ public }', { 'content-type': 'Application/JSON ; charset="UTF-8"' }), 200, LEGACY, false],
  ['UTF-8 by name, in lower case', ask('{ public }', { 'content-type': 'application/json;charset=utf-8' }), 200, LEGACY, true],
  ['Latin-1', ask('{ public }', { 'content-type': 'application/json; charset=iso-8859-1' }), 415, LEGACY, true],
  ['UTF-16', { headers: { 'content-type': 'application/json; charset=utf-16le' }, body: Buffer.from('{"query":"{ public }"}', 'utf16le') }, 415, LEGACY, true],
  ['what is not UTF-8', { headers: JSON_BODY, body: Buffer.from([...Buffer.from('{"query":"{ public } #'), 0xc3, 0x28, 0x22, 0x7d]) }, 400, LEGACY, true],
  ['a surrogate in UTF-8', { headers: JSON_BODY, body: Buffer.from([...Buffer.from('{"query":"{ public } #'), 0xed, 0xa0, 0x80, 0x22, 0x7d]) }, 400, LEGACY, true],
  ['a gzipped body', { headers: { ...JSON_BODY, 'content-encoding': 'gzip' }, body: gzipSync('{"query":"{ public }"}') }, 415, LEGACY, true],
  ['a body of identity', ask('{ public }', { 'content-encoding': 'identity' }), 200, LEGACY, true],
  ['100 kB more than is allowed', ask(`{ public } #${'x'.repeat(200_000)}`), 413, LEGACY, false],
  ['the same in chunks', { ...ask(`{ public } #${'x'.repeat(200_000)}`, { 'transfer-encoding': 'chunked' }) }, 413, LEGACY, false],
  ['chunks within the limit', { ...ask('{ public }', { 'transfer-encoding': 'chunked' }) }, 200, LEGACY, false],
  ['XML', { headers: { 'content-type': 'application/xml' }, body: '<a/>' }, 415, LEGACY, false],
  ['a JSON of another kind', { headers: { 'content-type': 'application/json-patch+json' }, body: '{"query":"{ public }"}' }, 415, LEGACY, true],
  ['an address with a query', { ...ask('{ public }'), path: '/graphql?x=1' }, 200, LEGACY, false],
  ['a request of a listed origin', ask('{ public }', { origin: 'https://lab.test' }), 200, LEGACY, true],
  ['a request of another origin', ask('{ public }', { origin: 'https://evil.test' }), 200, LEGACY, true],
  ['who would take a stream too', ask('{ public }', { accept: 'application/json, text/event-stream, multipart/mixed' }), 200, LEGACY, false],
  ['GET', { method: 'GET', path: '/graphql?query={public}', headers: { 'apollo-require-preflight': '1' } }, 200, LEGACY, false],
  ['GET with all parameters', { method: 'GET', path: `/graphql?${new URLSearchParams({ query: 'query A($n: Int) { plates(first: $n) { id } } query B { public }', operationName: 'A', variables: '{"n":1}', extensions: '{}' })}`, headers: { authorization: `Bearer ${accessToken()}` } }, 200, LEGACY, false],
  ['GET of a mutation', { method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { note(text: "a") }')}`, headers: JSON_BODY }, 405, LEGACY, false],
  ['DELETE', { method: 'DELETE', headers: JSON_BODY }, 405, 'application/json', false],
])('%s is told alike by the port and by fetch', async (_what, sent, status, mediaType, directly) => {
  const answer = await both(sent);
  expect([answer.status, answer.headers['content-type'], direct === 1]).toEqual([status, mediaType, directly]);
  if (status === 200 && answer.code === undefined) expect(answer.data).toMatchObject(answer.text.includes('plates') ? { plates: [{ id: 'p1' }] } : { public: 'open' });
});

test('405 says what is allowed; HEAD is GET without a body', async () => {
  expect((await both({ method: 'PUT', ...ask('{ public }') })).headers.allow).toBe('GET, POST');
  expect((await both({ method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { note(text: "a") }')}`, headers: JSON_BODY })).headers.allow).toBe('POST');
  expect(await both({ method: 'HEAD', path: '/graphql?query={public}', headers: JSON_BODY })).toMatchObject({ status: 200, text: '' });
});

test('nothing is done whose answer could not be read', async () => {
  federation.calls.length = 0;
  expect((await both(ask('mutation { note(text: "a") }', { accept: 'image/png' }))).status).toBe(406);
  expect(federation.calls).toEqual([]);
});

test('a preflight names what is allowed to a listed origin alone', async () => {
  const preflight = (origin: string) => both({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,authorization' } });
  expect((await preflight('https://lab.test')).headers).toMatchObject({
    'access-control-allow-origin': 'https://lab.test', 'access-control-allow-methods': 'GET,POST', 'access-control-allow-headers': 'content-type,authorization', 'access-control-max-age': '600' });
  expect((await preflight('https://evil.test')).headers['access-control-allow-origin']).toBeUndefined();
  expect((await both(ask('{ public }', { origin: 'https://lab.test' }))).headers).toMatchObject({ 'access-control-allow-origin': 'https://lab.test', 'access-control-expose-headers': 'x-request-id,retry-after', vary: 'Origin' });
});

test('a big answer is compressed for who takes it, and read by every client; a small one never', async () => {
  const big = ask('{ plates(first: 300) { id label owner { name } } }', { authorization: `Bearer ${accessToken()}` });
  const headersOf = async (sent: Sent, encoding: string) => {
    const { headers, text: answer } = await both({ ...sent, headers: { ...sent.headers, 'accept-encoding': encoding } });
    return [headers['content-encoding'], headers.vary, answer.startsWith('{"data"')];
  };
  expect(await headersOf(big, 'gzip, deflate, br')).toEqual(['gzip', 'Accept-Encoding, Origin', false]);
  expect(await headersOf(big, 'br, *')).toEqual(['gzip', 'Accept-Encoding, Origin', false]);
  for (const encoding of ['identity', 'br', 'gzip;q=0, *', 'gzip; q=0.000', '*;q=0']) expect(await headersOf(big, encoding)).toEqual([undefined, 'Accept-Encoding, Origin', true]);
  expect(await headersOf(ask('{ public }'), 'gzip')).toEqual([undefined, 'Origin', true]);
  const read = await fetch(`${door.url}/graphql`, { method: 'POST', headers: big.headers as Record<string, string>, body: big.body as string });
  expect([read.headers.get('content-encoding'), ((await read.json()) as any).data.plates.length]).toEqual(['gzip', 300]);
});

test('a request id comes back, a harmful one is replaced', async () => {
  const idOf = async (given: string) => (await fetch(`${door.url}/graphql`, { method: 'POST', headers: { ...JSON_BODY, 'x-request-id': given }, body: '{"query":"{ public }"}' })).headers.get('x-request-id');
  expect(await idOf('plate-7')).toBe('plate-7');
  expect(await idOf('a b')).toMatch(/^[\da-f-]{36}$/);
  expect(direct).toBe(2);
});

test('the connection is used again after an answer, after a refusal, and by requests sent without waiting', async () => {
  const body = '{"query":"{ public }"}';
  const one = (payload: string) => `POST /graphql HTTP/1.1\r\nhost: gateway.test\r\ncontent-type: application/json\r\ncontent-length: ${payload.length}\r\n\r\n${payload}`;
  const socket = connect(door.port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => { received += String(chunk); });
  socket.write(one(body) + one('{"query":"{ nothing }"}') + one(body));
  while ((received.match(/HTTP\/1\.1/g) ?? []).length < 3 || !received.endsWith('}')) await new Promise((resolve) => setTimeout(resolve, 5));
  socket.destroy();
  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 200']);
  expect(direct).toBe(3);
});

/** What the server says to bytes, until it ends the connection or has said enough. */
const raw = (bytes: string, { end = false } = {}): Promise<string> => new Promise((resolve) => {
  const socket = connect(door.port, '127.0.0.1', () => { socket.write(bytes); if (end) socket.end(); });
  let received = '';
  socket.on('data', (chunk) => { received += String(chunk); });
  socket.on('error', () => {});
  socket.on('close', () => resolve(received));
  setTimeout(() => socket.destroy(), 1500).unref();
});
const head = (lines: string) => `POST /graphql HTTP/1.1\r\nhost: gateway.test\r\ncontent-type: application/json\r\n${lines}\r\n\r\n`;

test.each([
  ['a length that lies low', head('content-length: 5') + '{"query":"{ public }"}', /^HTTP\/1\.1 400/],
  ['a length and chunks', head('content-length: 5\r\ntransfer-encoding: chunked') + '0\r\n\r\n', /^HTTP\/1\.1 400/],
  ['two lengths', head('content-length: 22\r\ncontent-length: 5') + '{"query":"{ public }"}', /^HTTP\/1\.1 400/],
  ['a length that is no number', head('content-length: 2e1') + '{"query":"{ public }"}', /^HTTP\/1\.1 400/],
  ['chunks that are none', head('transfer-encoding: chunked') + 'zz\r\n{}\r\n', /^HTTP\/1\.1 400/],
  ['headers of 40 kB', head(`content-length: 2\r\nx-long: ${'x'.repeat(40_000)}`) + '{}', /^HTTP\/1\.1 431/],
])('%s is refused and the connection ended', async (_what, bytes, expected) => {
  expect(await raw(bytes)).toMatch(expected);
});

test('a body that breaks off is no failure of ours, and the next is served', async () => {
  expect(await raw(`${head('transfer-encoding: chunked')}5\r\n{"que\r\n`, { end: true })).toMatch(/^(HTTP\/1\.1 400|$)/);
  expect(await raw(`${head('content-length: 500')}{"query":`, { end: true })).toMatch(/^(HTTP\/1\.1 400|$)/);
  expect((await both(ask('{ public }'))).data).toEqual({ public: 'open' });
  const unexpected = federation.logs.filter(({ level, path }) => level === 'error' && String(path) !== 'boom');
  expect(unexpected).toEqual([]);
});

test('a client that leaves ends its query, and a mutation runs on', async () => {
  const signals: AbortSignal[] = [];
  const late = Promise.withResolvers<Response>();
  federation.override.results = (request) => { signals.push(request.signal); return late.promise; };
  try {
    for (const query of ['{ public }', 'mutation { note(text: "a") }']) {
      const leaving = new AbortController();
      const answer = fetch(`${door.url}/graphql`, { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ query }), signal: leaving.signal }).catch(() => null);
      while (signals.length < (query.startsWith('{') ? 1 : 2)) await new Promise((resolve) => setTimeout(resolve, 5));
      leaving.abort();
      await answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  } finally {
    late.resolve(Response.json({ data: null }));
    delete federation.override.results;
  }
});
