import { randomUUID } from 'node:crypto';
import { CodedError } from '@microplate/platform/errors';
import { addressBucket, type Identity } from '@microplate/platform/identity';

/** Claims of an access token, as auth signs them. */
export interface AccessClaims {
  sub: string; sid?: string; username?: string; lab: string; roles: string[]; permissions: string[];
  /** Seconds since 1970. */
  exp: number; iat: number;
}

/** What the hop to the client adds to a person's claims. */
export interface Caller { requestId: string; clientAddress: string | null }

export const invalidToken = (why: string): CodedError => new CodedError('INVALID_TOKEN', `The access token ${why}. Sign in again.`);

export const tokenExpired = (): CodedError => new CodedError('TOKEN_EXPIRED', 'The access token has expired. Refresh it, or sign in again.');

const MOST_LETTERS = 8192;

/**
 * The token of `Authorization: Bearer <token>`, or null without the header.
 * @throws CodedError INVALID_TOKEN for any other scheme.
 */
export const bearerToken = (header: string | null | undefined): string | null => {
  if (!header?.trim()) return null;
  const [, token] = /^\s*Bearer\s+([\w.~+/=-]+)\s*$/i.exec(header) ?? [];
  if (!token || token.length > MOST_LETTERS) throw invalidToken('should be sent as "Authorization: Bearer <token>"');
  return token;
};

const isListOfText = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** @throws CodedError INVALID_TOKEN where a well-signed token lacks what an identity is made of. */
export const readClaims = (claims: Record<string, unknown>): AccessClaims => {
  const { sub, sid, username, lab, roles, permissions, exp, iat } = claims;
  const whole = typeof sub === 'string' && sub && typeof lab === 'string' && lab && isListOfText(roles) && isListOfText(permissions) && typeof exp === 'number' && typeof iat === 'number';
  if (!whole) throw invalidToken('lacks a claim');
  return { sub, lab, roles, permissions, exp, iat, sid: typeof sid === 'string' ? sid : undefined, username: typeof username === 'string' ? username : undefined };
};

export const identityOf = (claims: AccessClaims, { requestId, clientAddress }: Caller): Identity => ({
  userId: claims.sub, username: claims.username ?? null, sessionId: claims.sid ?? null, labId: claims.lab,
  roles: claims.roles, permissions: claims.permissions, issuer: 'gateway', requestId, clientAddress,
});

/** The client's request id where it is harmless in a header and a log line, else a new one. */
export const requestIdOf = (given: string | null | undefined): string => (given && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID());

/** Whose budget pays: the person's, or the address's where nobody is signed in. */
export const callerOf = ({ userId, clientAddress }: Pick<Identity, 'userId' | 'clientAddress'>): string => (userId ? `user:${userId}` : `address:${addressBucket(clientAddress)}`);
