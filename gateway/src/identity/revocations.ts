import { LRUCache } from 'lru-cache';
import { invalidToken, type AccessClaims } from './identity-rules.ts';

/** What auth has taken back of tokens that still live. */
export interface Revocations {
  endSession(sessionId: string): void;
  /** From `at` (ms since 1970) on, the person has these permissions and roles and no others. */
  reduce(userId: string, rights: Rights): void;
  /** The claims as far as they still hold: the same object where nothing was taken. @throws CodedError INVALID_TOKEN where the session has ended. */
  reconsider(claims: AccessClaims): AccessClaims;
  /** Calls back after something was taken back. What it returns stops that. */
  onChange(listener: () => void): () => void;
}

interface Rights { at: number; roles: readonly string[]; permissions: readonly string[] }

/** A token signed this soon after a change may have been made of what was there before it was committed. */
const SETTLING_SECONDS = 5;
// Each lives as long as the longest token; that many within its life is not a lab's day. By size, since `max` would take 6 MB at the start.
const AT_MOST = { maxSize: 100_000, sizeCalculation: () => 1 };

export const createRevocations = (): Revocations => {
  const ended = new LRUCache<string, true>(AT_MOST);
  const reduced = new LRUCache<string, Rights>(AT_MOST);
  const listeners = new Set<() => void>();
  const tell = () => { for (const listener of listeners) listener(); };
  return {
    endSession: (sessionId) => { ended.set(sessionId, true); tell(); },
    reduce: (userId, rights) => { reduced.set(userId, rights); tell(); },
    onChange: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    reconsider: (claims) => {
      if (claims.sid && ended.has(claims.sid)) throw invalidToken('is of a session that has ended');
      const left = reduced.get(claims.sub);
      if (!left || claims.iat > left.at / 1000 + SETTLING_SECONDS) return claims;
      const within = (given: string[], allowed: readonly string[]) => given.filter((one) => allowed.includes(one));
      const [roles, permissions] = [within(claims.roles, left.roles), within(claims.permissions, left.permissions)];
      return roles.length === claims.roles.length && permissions.length === claims.permissions.length ? claims : { ...claims, roles, permissions };
    },
  };
};
