import { anonymous, type Identity } from '@microplate/platform/identity';
import type { AccessTokens } from './access-tokens.ts';
import { bearerToken, identityOf, type Caller } from './identity-rules.ts';

/** An identity and when it ends (ms since 1970; null for an anonymous one). */
export interface Identified { identity: Identity; expiresAt: number | null }

/**
 * Who an `Authorization` header says is calling; without one, nobody.
 * @throws CodedError INVALID_TOKEN, TOKEN_EXPIRED, SERVICE_UNAVAILABLE.
 */
export const identify = async (header: string | null | undefined, caller: Caller, accessTokens: AccessTokens): Promise<Identified> => {
  const token = bearerToken(header);
  if (!token) return { identity: anonymous(caller.requestId, caller.clientAddress), expiresAt: null };
  const claims = await accessTokens.verify(token);
  return { identity: identityOf(claims, caller), expiresAt: claims.exp * 1000 };
};
