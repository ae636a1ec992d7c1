import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createTestDatabase } from '@microplate/platform/testing';
import { rotateSigningKeys } from '../src/commands.ts';
import { createAuthDeps } from '../src/deps.ts';
import type { PublicJwk } from '../src/keys/key-rules.ts';
import { createAuthSubgraph } from '../src/subgraph.ts';
import { GOOD_PASSWORD, addUser, createStand, logIn, recordingLogger, settingsFor, type Stand } from './stand.ts';

let stand: Stand;
let userId: string;
beforeAll(async () => {
  stand = await createStand();
  userId = await addUser(stand, 'ploy', { roles: ['lab_tech'] });
});
afterAll(() => stand.subgraph.dispose());

const published = async (): Promise<PublicJwk[]> => {
  const response = await stand.subgraph.fetch(new Request('http://auth.test/.well-known/jwks.json'));
  expect(response.status).toBe(200);
  return (await response.json() as { keys: PublicJwk[] }).keys;
};
const accessToken = async (): Promise<string> => (await logIn(stand, 'ploy', GOOD_PASSWORD)).data.login.accessToken;

/** As the gateway does it: by `kid`, with what the address shows. Time is the stand's. */
const verify = async (token: string) => {
  const { header } = jwt.decode(token, { complete: true })!;
  const key = (await published()).find(({ kid }) => kid === header.kid);
  if (!key) throw new Error('unknown kid');
  return jwt.verify(token, createPublicKey({ key: { ...key }, format: 'jwk' }), {
    algorithms: ['ES256'], issuer: 'microplate', audience: 'microplate', clockTimestamp: Math.floor(stand.deps.now() / 1000), complete: true });
};

test('an access token verifies against the public address and says who, where, and what they may do, for ten minutes', async () => {
  const { header, payload } = await verify(await accessToken());
  expect(header).toMatchObject({ alg: 'ES256', kid: (await published())[0].kid });
  const { iat, exp, jti, sid, ...claims } = payload as jwt.JwtPayload;
  expect(claims).toEqual({ iss: 'microplate', aud: 'microplate', sub: userId, username: 'ploy', lab: 'default', roles: ['lab_tech'],
    permissions: ['capture:image', 'capture:view', 'inference:run', 'interface:generate', 'results:view'] });
  expect(exp! - iat!).toBe(600);
  expect([jti, sid]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

test('the address shows the current and the next key, and nothing private', async () => {
  const keys = await published();
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  const stored = JSON.stringify(await stand.sql('select * from signing_key'));
  expect(stored).not.toContain('PRIVATE KEY');
  expect(stored).not.toContain('"d"');
});

test('after a rotation the next key signs, and tokens of the one before stay good for as long as they live', async () => {
  const [current, next] = await published();
  const old = await accessToken();
  expect(await rotateSigningKeys(stand.deps)).toBe(next.kid);
  const kids = (await published()).map(({ kid }) => kid);
  expect(kids).toHaveLength(3);
  expect(kids).toEqual(expect.arrayContaining([current.kid, next.kid]));
  expect((await verify(await accessToken())).header.kid).toBe(next.kid);
  await verify(old);
  await rotateSigningKeys(stand.deps);
  await verify(old);
  stand.clock.forward(600 + 301);
  expect((await published()).map(({ kid }) => kid)).not.toContain(current.kid);
  await expect(verify(old)).rejects.toThrow('unknown kid');
});

test('a replica sees a rotation made elsewhere within a minute, and its tokens verify all the while', async () => {
  const elsewhere = await createAuthDeps(settingsFor(stand.url), { logger: stand.log.logger, now: stand.deps.now });
  try {
    const before = (await verify(await accessToken())).header.kid;
    const after = await rotateSigningKeys(elsewhere);
    expect((await verify(await accessToken())).header.kid).toBe(before);
    stand.clock.forward(61);
    expect((await verify(await accessToken())).header.kid).toBe(after);
  } finally {
    await elsewhere.dispose();
  }
});

test('replicas that start together on an empty database agree on the keys', async () => {
  const { url } = await createTestDatabase();
  const deps = await Promise.all([1, 2, 3].map(() => createAuthDeps(settingsFor(url), { logger: recordingLogger().logger })));
  const replicas = deps.map(createAuthSubgraph);
  try {
    await deps[0].database.migrate();
    await Promise.all(deps.map(({ database }) => database.ping()));
    await Promise.all(deps.map(({ keyring }) => keyring.ensure()));
    await Promise.all(replicas.map((replica) => replica.start()));
    const shown = await Promise.all(deps.map(({ keyring }) => keyring.published()));
    expect(shown[0]).toHaveLength(2);
    expect(shown[1]).toEqual(shown[0]);
    expect(shown[2]).toEqual(shown[0]);
  } finally {
    await Promise.all(replicas.map((replica) => replica.dispose()));
  }
});

test('another secret does not open the stored keys: the start stops with the setting named', async () => {
  const deps = await createAuthDeps(settingsFor(stand.url, { AUTH_KEY_SECRET: 'another secret, which is long enough too' }), { logger: stand.log.logger });
  await expect(createAuthSubgraph(deps).start()).rejects.toThrow('AUTH_KEY_SECRET');
  await deps.dispose();
});
