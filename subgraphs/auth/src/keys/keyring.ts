import type { KeyObject } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import type { Database, EntityManager } from '@microplate/platform/database';
import { DEFAULT_LAB } from '@microplate/platform/identity';
import { audit } from '../audit/audit-store.ts';
import { deriveKey, generateSigningKey, privateKeyOf, seal, unseal, type PublicJwk } from './key-rules.ts';
import { advanceKeys, insertKey, listKeys, lockKeys, type StoredKey } from './key-store.ts';

export interface SigningKey { kid: string; privateKey: KeyObject }

export interface Keyring {
  /** Makes the first two keys where there are none. @throws Error where AUTH_KEY_SECRET is not the one they were sealed with. */
  ensure(): Promise<void>;
  /** What access tokens are signed with now. */
  current(): Promise<SigningKey>;
  /** What they verify against: current, next, and the previous one while a token it signed may live. */
  published(): Promise<PublicJwk[]>;
  /** The next key signs from now on (elsewhere within a minute), and a new next one is published. Returns the new current `kid`. */
  rotate(): Promise<string>;
}

/** How long a replica goes on with the keys it read; a rotation elsewhere is seen by then. */
const READ_AGAIN_MS = 60_000;
/** A retired key stays published for a token's life, this replica's reading and the others' caches. */
const MARGIN_MS = 5 * READ_AGAIN_MS;

interface Loaded { current: SigningKey; published: PublicJwk[] }

/** The signing keys in auth's own table, sealed with a key out of `secret`, so that every replica has the same ones. */
export const createKeyring = (options: { database: Database; secret: string; tokenSeconds: number; now: () => number }): Keyring => {
  const { database, now } = options;
  const sealKey = deriveKey(options.secret, 'signing-keys');
  const keepMs = options.tokenSeconds * 1000 + MARGIN_MS;
  let loaded: Promise<Loaded> | undefined;
  let readAt = 0;

  const make = (state: 'CURRENT' | 'NEXT'): StoredKey => {
    const { jwk, pem } = generateSigningKey();
    return { kid: jwk.kid, state, public_jwk: jwk, sealed_private: seal(pem, sealKey) };
  };
  const load = async (): Promise<Loaded> => {
    const keys = await listKeys(database.em(), now() - keepMs);
    const current = keys.find((key) => key.state === 'CURRENT');
    if (!current) throw new Error('There is no signing key: start auth once, which makes it.');
    return { current: { kid: current.kid, privateKey: open(current, sealKey) }, published: keys.map((key) => key.public_jwk) };
  };
  const keys = (): Promise<Loaded> => {
    if (!loaded || now() - readAt >= READ_AGAIN_MS) {
      readAt = now();
      loaded = load().catch((error) => { loaded = undefined; throw error; });
    }
    return loaded;
  };

  return {
    ensure: async () => {
      await database.transaction(async (em) => {
        await lockKeys(em);
        if ((await listKeys(em, now())).length > 0) return;
        for (const state of ['CURRENT', 'NEXT'] as const) await insertKey(em, make(state), now());
      });
      await keys();
    },
    current: async () => (await keys()).current,
    published: async () => (await keys()).published,
    rotate: async () => {
      await database.transaction((em) => turn(em, make('NEXT'), now(), now() - keepMs));
      loaded = undefined;
      return (await keys()).current.kid;
    },
  };
};

const turn = async (em: EntityManager, next: StoredKey, now: number, retiredBefore: number): Promise<void> => {
  await lockKeys(em);
  await advanceKeys(em, now, retiredBefore);
  await insertKey(em, next, now);
  await audit(em, { labId: DEFAULT_LAB, requestId: randomUUID(), clientAddress: null }, 'keys.rotated', null, { next: next.kid });
};

const open = (key: StoredKey, sealKey: Buffer): KeyObject => {
  try {
    return privateKeyOf(unseal(key.sealed_private, sealKey));
  } catch {
    throw new Error('AUTH_KEY_SECRET is not the one the stored signing keys were sealed with: put the former one back.');
  }
};
