import { anonymous, type Identity } from '@microplate/platform/identity';
import type { AccessTokens } from './access-tokens.ts';
import { bearerToken, identityOf, type AccessClaims, type Caller } from './identity-rules.ts';

/** An identity and the claims it was made of (null for an anonymous one). */
export interface Identified { identity: Identity; claims: AccessClaims | null }

/**
 * Who an `Authorization` header says is calling; without one, nobody.
 * @throws CodedError INVALID_TOKEN, TOKEN_EXPIRED, SERVICE_UNAVAILABLE.
 */
export const identify = (header: string | null | undefined, caller: Caller, accessTokens: AccessTokens): Identified | Promise<Identified> => {
  const token = bearerToken(header);
  if (!token) return { identity: anonymous(caller.requestId, caller.clientAddress), claims: null };
  const claims = accessTokens.verify(token);
  return claims instanceof Promise ? claims.then((verified) => identified(verified, caller)) : identified(claims, caller);
};

const identified = (claims: AccessClaims, caller: Caller): Identified => ({ identity: identityOf(claims, caller), claims });
