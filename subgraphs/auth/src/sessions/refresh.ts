import type { EntityManager } from '@microplate/platform/database';
import { CodedError, type ErrorCode } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import { audit } from '../audit/audit-store.ts';
import type { AuthDeps } from '../deps.ts';
import { judge, successorOf, tokenHash, type Verdict } from './session-rules.ts';
import { insertToken, lockFamilyOf, readToken, revokeFamily, spendToken, type Family } from './session-store.ts';
import { refreshExpiry, sessionOf, type Session } from './session.ts';

type Refused = Exclude<Verdict, 'ROTATE' | 'REPEAT'> | 'UNKNOWN';

const REFUSALS: Record<Refused, [ErrorCode, string]> = {
  UNKNOWN: ['INVALID_TOKEN', 'This is not a refresh token of ours. Sign in again.'],
  ENDED: ['INVALID_TOKEN', 'This session has ended. Sign in again.'],
  EXPIRED: ['TOKEN_EXPIRED', 'This refresh token has expired. Sign in again.'],
  REUSED: ['TOKEN_REUSE_DETECTED', 'This refresh token was used before, so somebody may have copied it: the session was ended. Sign in again.'],
};

/**
 * Changes a refresh token for its successor. Everything is decided and written in one transaction under the session's
 * lock, which commits before a refusal is thrown: a reuse must end the session although it is answered with an error.
 * @throws CodedError INVALID_TOKEN, TOKEN_EXPIRED or TOKEN_REUSE_DETECTED
 */
export const refresh = async (deps: AuthDeps, identity: Identity, token: string): Promise<Session> => {
  const outcome = await deps.database.transaction(async (em): Promise<Session | Refused> => {
    const family = await lockFamilyOf(em, tokenHash(token));
    if (!family) return 'UNKNOWN';
    const verdict = judge(await readToken(em, tokenHash(token)), deps.now(), deps.settings.AUTH_REFRESH_GRACE_SECONDS * 1000);
    if (verdict === 'REUSED') await endReused(deps, em, identity, family);
    if (verdict === 'ROTATE') await rotate(deps, em, family, token);
    return verdict === 'ROTATE' || verdict === 'REPEAT'
      ? sessionOf(em, family, successorOf(deps.successorKey, family.id, token)) : verdict;
  });
  if (typeof outcome === 'string') throw new CodedError(...REFUSALS[outcome]);
  return outcome;
};

const rotate = async (deps: AuthDeps, em: EntityManager, family: Family, token: string): Promise<void> => {
  const expiresAt = refreshExpiry(deps);
  await spendToken(em, family, tokenHash(token), deps.now(), expiresAt);
  await insertToken(em, family, tokenHash(successorOf(deps.successorKey, family.id, token)), deps.now(), expiresAt);
};

const endReused = async (deps: AuthDeps, em: EntityManager, identity: Identity, family: Family): Promise<void> => {
  if (!await revokeFamily(em, family, 'REUSE', deps.now())) return;
  await audit(em, { ...identity, labId: family.labId }, 'session.reused', family.userId, { session: family.id });
};
