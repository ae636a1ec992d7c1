import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { UserRow } from '../users/user-store.ts';
import type { SigningKey } from './keyring.ts';

/** Issuer and audience of every access token. */
export const TOKEN_ISSUER = 'microplate';
export const TOKEN_AUDIENCE = 'microplate';

/** A signed ES256 JWT that says who, in which session and lab, and what they may do; good for `seconds`. */
export const signAccessToken = (key: SigningKey, user: UserRow, session: { id: string; seconds: number; now: number }): string =>
  jwt.sign({ sid: session.id, username: user.username, lab: user.labId, roles: user.roles, permissions: user.permissions, iat: Math.floor(session.now / 1000) }, key.privateKey, {
    algorithm: 'ES256', keyid: key.kid, issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE, subject: user.id, jwtid: randomUUID(), expiresIn: session.seconds,
  });
