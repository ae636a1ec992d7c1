import { createCipheriv, createDecipheriv, createHash, createPrivateKey, generateKeyPairSync, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

/** A public key as the JWKS address shows it (RFC 7517). */
export interface PublicJwk { kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; alg: 'ES256'; use: 'sig' }

/** A key of one purpose out of the one secret setting, so that no purpose can be played against another. */
export const deriveKey = (secret: string, purpose: 'signing-keys' | 'refresh-successor'): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'microplate-auth', purpose, 32));

/** A fresh ES256 pair; `kid` is the key's thumbprint (RFC 7638). */
export const generateSigningKey = (): { jwk: PublicJwk; pem: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string };
  const kid = createHash('sha256').update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y })).digest('base64url');
  return { jwk: { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' }, pem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string };
};

/** AES-256-GCM; nonce, tag and ciphertext in one base64url text. */
export const seal = (text: string, key: Buffer): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
};

/** @throws Error where the text was sealed with another key, or changed. */
export const unseal = (sealed: string, key: Buffer): string => {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
};

export const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem);
