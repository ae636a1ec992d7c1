import type { Identity } from '@microplate/platform/identity';
import { audit } from '../audit/audit-store.ts';
import type { AuthDeps } from '../deps.ts';
import { tokenHash } from './session-rules.ts';
import { lockFamilyOf, revokeFamily } from './session-store.ts';

/** Ends the session of a refresh token, and no other; a token that is unknown or of an ended session changes nothing. */
export const logOut = (deps: AuthDeps, identity: Identity, token: string): Promise<void> =>
  deps.database.transaction(async (em) => {
    const family = await lockFamilyOf(em, tokenHash(token));
    if (!family || !await revokeFamily(em, family, 'LOGOUT', deps.now())) return;
    await audit(em, { ...identity, labId: family.labId }, 'session.ended', family.userId, { session: family.id });
  });
