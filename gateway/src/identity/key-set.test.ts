import { generateKeyPairSync } from 'node:crypto';
import { silentLogger } from '@microplate/platform/logging';
import { createKeySet } from './key-set.ts';

const jwk = (kid: string) => ({ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid });

const publishing = (...kids: string[]) => {
  const state = { keys: kids.map(jwk) as unknown[], asked: 0, now: 0, down: false };
  const read = async () => { state.asked += 1; if (state.down) throw new TypeError('fetch failed'); return Response.json({ keys: state.keys }); };
  return { state, keys: createKeySet({ read, logger: silentLogger(), now: () => state.now }) };
};

test('a rotated key is found after the pause, old ones without asking', async () => {
  const { state, keys } = publishing('k1');
  expect(await keys.find('k1')).not.toBeNull();
  state.keys.push(jwk('k2'));
  expect(await keys.find('k2')).toBeNull();
  state.now = 10_000;
  expect(await keys.find('k2')).not.toBeNull();
  for (let i = 0; i < 20; i += 1) expect(await keys.find(`unknown-${i}`)).toBeNull();
  expect(state.asked).toBe(2);
});

test('many at once ask once', async () => {
  const { state, keys } = publishing('k1');
  await Promise.all(Array.from({ length: 30 }, () => keys.find('k1')));
  expect(state.asked).toBe(1);
});

test('keys known before auth went away stay good; a new one can\'t be told', async () => {
  const { state, keys } = publishing('k1');
  await keys.find('k1');
  Object.assign(state, { down: true, now: 20_000 });
  expect(await keys.find('k1')).not.toBeNull();
  await expect(keys.find('k2')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

test('only keys for ES256 are taken', async () => {
  const { state, keys } = publishing();
  state.keys.push({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }), kid: 'rsa' }, { kty: 'oct', k: 'c2VjcmV0', kid: 'oct' });
  expect([await keys.find('rsa'), await keys.find('oct')]).toEqual([null, null]);
});
