import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@microplate/platform/database';
import type { Identity } from '@microplate/platform/identity';
import type { AuthDeps } from '../deps.ts';
import { signAccessToken } from '../keys/access-token.ts';
import { findUsers, type UserRow } from '../users/user-store.ts';
import { newRefreshToken, tokenHash } from './session-rules.ts';
import { insertFamily, insertToken, type Family } from './session-store.ts';

/** A session as it stands in the tables, with the one refresh token that goes to the client. */
export interface Session { id: string; user: UserRow; refreshToken: string }

/** When a refresh token given out now expires (ms). */
export const refreshExpiry = ({ settings, now }: Pick<AuthDeps, 'settings' | 'now'>): number => now() + settings.AUTH_REFRESH_TOKEN_SECONDS * 1000;

/** Begins a session in the caller's transaction. */
export const openSession = async (deps: AuthDeps, em: EntityManager, { labId, clientAddress }: Identity, userId: string): Promise<Session> => {
  const family: Family & { address: string | null } = { labId, id: randomUUID(), userId, address: clientAddress };
  const refreshToken = newRefreshToken();
  await insertFamily(em, family, deps.now(), refreshExpiry(deps));
  await insertToken(em, family, tokenHash(refreshToken), deps.now(), refreshExpiry(deps));
  return sessionOf(em, family, refreshToken);
};

export const sessionOf = async (em: EntityManager, family: Family, refreshToken: string): Promise<Session> => {
  const [user] = await findUsers(em, family.labId, [family.userId]);
  return { id: family.id, user, refreshToken };
};

/** What the client gets: roles and permissions as they are now, in a token signed now. */
export const payloadOf = async ({ keyring, settings, now }: AuthDeps, { id, user, refreshToken }: Session) => {
  const seconds = settings.AUTH_ACCESS_TOKEN_SECONDS;
  const accessToken = signAccessToken(await keyring.current(), user, { id, seconds, now: now() });
  return { accessToken, refreshToken, expiresIn: seconds, user: { ...user, self: true } };
};
