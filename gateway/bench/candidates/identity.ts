import { createHash, createPublicKey, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { CONTEXT_HEADER, signContext, type Identity } from '@microplate/platform/identity';

/** The identity work that our gateway does, as one would write it by hand for the others. */
export interface IdentityWork {
  identify(authorization: string | undefined): Identity;
  /** Headers for one request to one subgraph, signed over its body. */
  sign(identity: Identity, service: string, body: string): Record<string, string>;
}

export const createIdentityWork = async (authUrl: string, key: string): Promise<IdentityWork> => {
  const { keys } = await (await fetch(`${authUrl}/.well-known/jwks.json`)).json() as { keys: (JsonWebKey & { kid: string })[] };
  const publicKey: KeyObject = createPublicKey({ key: keys[0], format: 'jwk' });
  const verified = new Map<string, jwt.JwtPayload>();
  const claimsOf = (token: string): jwt.JwtPayload => {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = verified.get(hash);
    if (known && known.exp! * 1000 > Date.now()) return known;
    const claims = jwt.verify(token, publicKey, { algorithms: ['ES256'], issuer: 'microplate', audience: 'microplate' }) as jwt.JwtPayload;
    verified.set(hash, claims);
    return claims;
  };
  return {
    identify: (authorization) => {
      const { sub, username, sid, lab, roles, permissions } = claimsOf((authorization ?? '').slice('Bearer '.length));
      return { userId: sub!, username, sessionId: sid, labId: lab, roles, permissions, requestId: randomUUID(), clientAddress: '127.0.0.1', issuer: 'gateway' };
    },
    sign: (identity, service, body) => ({
      'x-request-id': identity.requestId, 'x-lab-id': identity.labId, 'x-user-id': identity.userId!, 'x-user-roles': identity.roles.join(','),
      'x-user-permissions': identity.permissions.join(','), [CONTEXT_HEADER]: signContext(identity, service, key, body),
    }),
  };
};
