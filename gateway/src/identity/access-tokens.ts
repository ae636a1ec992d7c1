import { hash, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { invalidToken, readClaims, tokenExpired, type AccessClaims } from './identity-rules.ts';
import type { KeySet } from './key-set.ts';
import type { Revocations } from './revocations.ts';

export interface AccessTokens {
  /** The claims as far as auth has not taken them back, at once for a token that is known. @throws or rejects with CodedError INVALID_TOKEN, TOKEN_EXPIRED, SERVICE_UNAVAILABLE. */
  verify(token: string): AccessClaims | Promise<AccessClaims>;
}

const ISSUER = 'microplate';
const AUDIENCE = 'microplate';
const MOST_CACHED = 10_000;

export interface AccessTokenOptions {
  keys: KeySet;
  revocations: Revocations;
  /** How far auth's clock may be from ours: a token is good that much longer, and that much sooner. Default 0. */
  skewSeconds?: number;
  now?: () => number;
}

/**
 * Checks access tokens against auth's keys: ES256 alone, whatever the token's header says, so that `none` and an HMAC made
 * with the public key fail. A verified token is remembered until it expires,
 * by its hash, so that no list of live tokens lies in memory.
 */
export const createAccessTokens = ({ keys, revocations, skewSeconds = 0, now = Date.now }: AccessTokenOptions): AccessTokens => {
  const verified = new LRUCache<string, AccessClaims>({ max: MOST_CACHED });
  const current = (claims: AccessClaims): AccessClaims => {
    if (claims.exp * 1000 <= now()) throw tokenExpired();
    return revocations.reconsider(claims);
  };
  const verifyNew = async (token: string, key: string): Promise<AccessClaims> => {
    const claims = check(token, await keyOf(token, keys), now(), skewSeconds);
    const good = current(claims);
    verified.set(key, claims);
    return good;
  };
  return {
    verify: (token) => {
      const key = hash('sha256', token, 'base64');
      const known = verified.get(key);
      return known ? current(known) : verifyNew(token, key);
    },
  };
};

const keyOf = async (token: string, keys: KeySet): Promise<KeyObject> => {
  const header = jwt.decode(token, { complete: true })?.header;
  if (!header) throw invalidToken('can\'t be read');
  // What a token calls critical must be understood, and we understand nothing beyond the standard.
  if (header.alg !== 'ES256' || 'crit' in header) throw invalidToken('is not signed as ours are');
  const key = typeof header.kid === 'string' ? await keys.find(header.kid) : null;
  if (!key) throw invalidToken('is signed with a key that is not ours');
  return key;
};

const check = (token: string, key: KeyObject, nowMs: number, clockTolerance: number): AccessClaims => {
  try {
    const options = { algorithms: ['ES256' as const], issuer: ISSUER, audience: AUDIENCE, clockTimestamp: Math.floor(nowMs / 1000), clockTolerance };
    const claims = readClaims(jwt.verify(token, key, options) as jwt.JwtPayload);
    return { ...claims, exp: claims.exp + clockTolerance };
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) throw tokenExpired();
    if (error instanceof jwt.JsonWebTokenError) throw invalidToken('is forged, or not for this service');
    throw error;
  }
};
