import type { EntityManager } from '@microplate/platform/database';
import { DEFAULT_LAB } from '@microplate/platform/identity';
import type { PublicJwk } from './key-rules.ts';

export interface StoredKey { kid: string; state: 'CURRENT' | 'NEXT' | 'PREVIOUS'; public_jwk: PublicJwk; sealed_private: string }

const at = (ms: number) => new Date(ms).toISOString();

/** Held until the transaction ends: replicas that start or rotate together take turns. */
export const lockKeys = async (em: EntityManager): Promise<void> => {
  await em.execute("select pg_advisory_xact_lock(hashtext('microplate.auth.signing-keys'))");
};

/** Current first, then next, then those retired after `retiredAfter` (ms). */
export const listKeys = (em: EntityManager, retiredAfter: number): Promise<StoredKey[]> =>
  em.execute<StoredKey[]>(
    `select kid, state, public_jwk, sealed_private from signing_key where lab_id = ? and (retired_at is null or retired_at > ?)
     order by state, retired_at desc`, [DEFAULT_LAB, at(retiredAfter)]);

export const insertKey = async (em: EntityManager, key: StoredKey, now: number): Promise<void> => {
  await em.execute('insert into signing_key (lab_id, kid, state, public_jwk, sealed_private, created_at) values (?, ?, ?, ?::jsonb, ?, ?)',
    [DEFAULT_LAB, key.kid, key.state, JSON.stringify(key.public_jwk), key.sealed_private, at(now)]);
};

/** Current becomes previous, next becomes current; those retired before `retiredBefore` (ms) go. */
export const advanceKeys = async (em: EntityManager, now: number, retiredBefore: number): Promise<void> => {
  await em.execute('delete from signing_key where lab_id = ? and retired_at <= ?', [DEFAULT_LAB, at(retiredBefore)]);
  await em.execute("update signing_key set state = 'PREVIOUS', retired_at = ? where lab_id = ? and state = 'CURRENT'", [at(now), DEFAULT_LAB]);
  await em.execute("update signing_key set state = 'CURRENT' where lab_id = ? and state = 'NEXT'", [DEFAULT_LAB]);
};
