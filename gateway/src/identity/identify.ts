import { anonymous, type Identity } from '@microplate/platform/identity';
import type { AccessTokens } from './access-tokens.ts';
import { bearerToken, identityOf, type AccessClaims, type Caller } from './identity-rules.ts';

/** An identity and the claims it was made of (null for an anonymous one). */
export interface Identified { identity: Identity; claims: AccessClaims | null }

/**
 * Who an `Authorization` header says is calling; without one, nobody.
 * @throws CodedError INVALID_TOKEN, TOKEN_EXPIRED, SERVICE_UNAVAILABLE.
 */
export const identify = async (header: string | null | undefined, caller: Caller, accessTokens: AccessTokens): Promise<Identified> => {
  const token = bearerToken(header);
  if (!token) return { identity: anonymous(caller.requestId, caller.clientAddress), claims: null };
  const claims = await accessTokens.verify(token);
  return { identity: identityOf(claims, caller), claims };
};
