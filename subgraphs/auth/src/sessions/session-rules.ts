import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A new refresh token: 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

/** All that is stored of a refresh token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * The token that follows `parent`: the same each time it is derived, so it need not be stored to be given twice.
 * It takes the server's key and the parent itself, whose hash alone is in the database.
 */
export const successorOf = (key: Buffer, familyId: string, parent: string): string =>
  createHmac('sha256', key).update(`${familyId}\n${parent}`).digest('base64url');

export interface TokenState { usedAt: number | null; expiresAt: number; revokedFor: 'LOGOUT' | 'REUSE' | null }

export type Verdict = 'ROTATE' | 'REPEAT' | 'REUSED' | 'EXPIRED' | 'ENDED';

/**
 * What is due for a known refresh token at `now` (all times in ms): its successor for the first time (ROTATE) or again
 * within the grace (REPEAT); REUSED is a spent token shown later, which ends the session.
 */
export const judge = (token: TokenState, now: number, graceMs: number): Verdict => {
  if (token.revokedFor === 'LOGOUT') return 'ENDED';
  if (token.usedAt !== null && (token.revokedFor === 'REUSE' || now - token.usedAt > graceMs)) return 'REUSED';
  if (token.revokedFor === 'REUSE') return 'ENDED';
  if (token.expiresAt <= now) return 'EXPIRED';
  return token.usedAt === null ? 'ROTATE' : 'REPEAT';
};
