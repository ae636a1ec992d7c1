import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { KEYS, accessToken, createFederation, type Federation } from './federation.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation(); });
afterAll(() => federation.dispose());

const WHO = '{ whoAmI }';
const who = async (options: Parameters<Federation['post']>[1]) => JSON.parse((await federation.post(WHO, options)).data.whoAmI);

test('a signed-in caller arrives at the subgraph with the claims of the token', async () => {
  const identity = await who({ token: accessToken({ permissions: ['results:view', 'capture:view'] }), headers: { 'x-request-id': 'my-request.1' } });
  expect(identity).toEqual({
    userId: '7b1c9f4e-0000-4000-8000-000000000001', username: 'ada', sessionId: 's1', labId: 'default', roles: ['operator'],
    permissions: ['results:view', 'capture:view'], requestId: 'my-request.1', clientAddress: '192.0.2.7', issuer: 'gateway',
  });
  expect(await who({})).toMatchObject({ userId: null, permissions: [], roles: [] });
});

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const publicPem = KEYS.publicKey.export({ type: 'spki', format: 'pem' }) as string;
const claims = { sub: 'x', lab: 'default', roles: [], permissions: ['results:view'] };
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmacWithPublicKey = () => {
  const body = `${part({ alg: 'HS256', kid: 'k1', typ: 'JWT' })}.${part({ ...claims, iss: 'microplate', aud: 'microplate', exp: Date.now() / 1000 + 600 })}`;
  return import('node:crypto').then(({ createHmac }) => `${body}.${createHmac('sha256', publicPem).update(body).digest('base64url')}`);
};
const tampered = () => {
  const [header, , signature] = accessToken().split('.');
  return `${header}.${part({ ...claims, iss: 'microplate', aud: 'microplate', exp: Date.now() / 1000 + 600, permissions: ['users:manage'] })}.${signature}`;
};

test.each([
  ['expired', () => accessToken({ exp: Math.floor(Date.now() / 1000) - 1 }), 'TOKEN_EXPIRED'],
  ['signed by a stranger', () => accessToken({}, { key: stranger }), 'INVALID_TOKEN'],
  ['with changed claims', tampered, 'INVALID_TOKEN'],
  ['alg none', () => jwt.sign(claims, '', { algorithm: 'none', issuer: 'microplate', audience: 'microplate', expiresIn: 600 }), 'INVALID_TOKEN'],
  ['alg none naming our key', () => jwt.sign(claims, '', { algorithm: 'none', issuer: 'microplate', audience: 'microplate', keyid: 'k1' }), 'INVALID_TOKEN'],
  ['HS256 with the public key', hmacWithPublicKey, 'INVALID_TOKEN'],
  ['an unknown kid', () => accessToken({}, { keyid: 'k9' }), 'INVALID_TOKEN'],
  ['another audience', () => accessToken({}, { audience: 'elsewhere' }), 'INVALID_TOKEN'],
  ['another issuer', () => accessToken({}, { issuer: 'elsewhere' }), 'INVALID_TOKEN'],
  ['without permissions', () => accessToken({ permissions: undefined }), 'INVALID_TOKEN'],
  ['no token at all', () => 'rubbish', 'INVALID_TOKEN'],
])('a token %s is refused and nothing is asked', async (_what, token, code) => {
  federation.calls.length = 0;
  const answer = await federation.post(WHO, { token: await token() });
  expect([answer.status, answer.errors?.[0].extensions.code, answer.data]).toEqual([401, code, undefined]);
  expect(federation.calls.filter(({ path }) => path === '/graphql')).toEqual([]);
});

test('another scheme than Bearer is refused', async () => {
  const answer = await federation.post(WHO, { headers: { authorization: 'Basic YTpi' } });
  expect([answer.status, answer.errors?.[0].extensions.code]).toEqual([401, 'INVALID_TOKEN']);
});

test('a client\'s own context headers have no effect, while a token\'s claims do', async () => {
  const spoofed = {
    'x-user-id': 'root', 'x-user-roles': 'admin', 'x-user-permissions': 'users:manage', 'x-lab-id': 'other',
    'x-microplate-context': jwt.sign({ permissions: ['users:manage'] }, 'guess'.repeat(8), { issuer: 'gateway', audience: 'auth', subject: 'root' }),
  };
  expect(await who({ headers: spoofed })).toMatchObject({ userId: null, labId: 'default', roles: [], permissions: [] });
  const sent = federation.calls.filter(({ path }) => path === '/graphql').at(-1)!.headers;
  expect([sent.get('x-user-id'), sent.get('x-user-roles'), sent.get('x-lab-id')]).toEqual([null, null, 'default']);
  expect((await federation.post('{ users { id } }', { headers: spoofed })).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await federation.post('{ users { id } }', { headers: spoofed, token: accessToken({ permissions: ['users:manage'] }) })).data).toEqual({ users: [{ id: 'u1' }] });
});

test('a subgraph called directly refuses, with readable headers too', async () => {
  const ask = (headers: Record<string, string>, query = '{ __typename _service { sdl } }') => federation.subgraphs.auth.fetch(new Request('http://auth.test/graphql', {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) }));
  expect((await ask({})).status).toBe(401);
  expect((await ask({ 'x-user-id': 'root', 'x-user-permissions': 'users:manage' }, '{ users { id } }')).status).toBe(401);
  // A captured token is good for its own request alone.
  await federation.post(WHO, { token: accessToken() });
  const { headers } = federation.calls.filter(({ path }) => path === '/graphql').at(-1)!;
  expect((await ask({ 'x-microplate-context': headers.get('x-microplate-context')! }, '{ users { id } }')).status).toBe(401);
});

test('keys are read once, again for a new kid, and not again for each unknown one', async () => {
  const own = await createFederation();
  try {
    const fresh = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let i = 0; i < 3; i += 1) await own.post(WHO, { token: accessToken() });
    expect(own.jwks.asked).toBe(1);
    for (let i = 0; i < 5; i += 1) expect((await own.post(WHO, { token: accessToken({}, { keyid: `u${i}` }) })).status).toBe(401);
    expect(own.jwks.asked).toBe(1);
    own.jwks.keys.push({ ...fresh.publicKey.export({ format: 'jwk' }), kid: 'k2' });
    expect((await own.post(WHO, { token: accessToken({}, { key: fresh.privateKey, keyid: 'k2' }) })).status).toBe(401); // asked less than 10 s ago
  } finally {
    await own.dispose();
  }
});

test('while auth is away a token can\'t be checked, which is no fault of the client', async () => {
  const own = await createFederation();
  try {
    own.override.auth = async () => { throw new TypeError('fetch failed'); };
    const answer = await own.post('{ public }', { token: accessToken() });
    expect([answer.status, answer.errors?.[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect((await own.post('{ public }')).data).toEqual({ public: 'open' });
  } finally {
    await own.dispose();
  }
});

test('the request id is echoed where it is harmless and replaced where it is not', async () => {
  const given = await federation.post('{ public }', { headers: { 'x-request-id': 'abc-1' } });
  expect(given.headers.get('x-request-id')).toBe('abc-1');
  const replaced = await federation.post('{ public }', { headers: { 'x-request-id': 'a b{}"' } });
  expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('clocks may differ by as much as the setting says, and no more', async () => {
  const now = () => Math.floor(Date.now() / 1000);
  const own = await createFederation({ settings: { TOKEN_SKEW_SECONDS: '5' } });
  try {
    expect((await own.post(WHO, { token: accessToken({ exp: now() - 2 }) })).status).toBe(200);
    expect((await own.post(WHO, { token: accessToken({ nbf: now() + 3 }) })).status).toBe(200);
    expect((await own.post(WHO, { token: accessToken({ exp: now() - 7 }) })).errors?.[0].extensions.code).toBe('TOKEN_EXPIRED');
    expect((await own.post(WHO, { token: accessToken({ nbf: now() + 30 }) })).errors?.[0].extensions.code).toBe('INVALID_TOKEN');
  } finally {
    await own.dispose();
  }
});
