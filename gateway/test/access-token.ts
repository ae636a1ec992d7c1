import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const KEYS = { privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' } };

/** An access token as auth makes it; `options` bend it. */
export const accessToken = (claims: Record<string, unknown> = {}, options: jwt.SignOptions & { key?: KeyObject | string } = {}): string => {
  const { key = privateKey, ...rest } = options;
  const { sub = '7b1c9f4e-0000-4000-8000-000000000001', ...payload } = { username: 'ada', sid: 's1', lab: 'default', roles: ['operator'], permissions: ['results:view'], ...claims };
  return jwt.sign({ jti: randomUUID(), ...payload }, key, { algorithm: 'ES256', keyid: 'k1', issuer: 'microplate', audience: 'microplate', subject: sub as string, ...('exp' in claims ? {} : { expiresIn: 600 }), ...rest });
};
