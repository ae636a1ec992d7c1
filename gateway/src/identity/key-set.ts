import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CodedError } from '@microplate/platform/errors';
import type { Logger } from '@microplate/platform/logging';

/** Public keys by `kid`. */
export interface KeySet {
  /** Null for a key that auth doesn't publish. @throws CodedError SERVICE_UNAVAILABLE where auth can't be asked. */
  find(kid: string): Promise<KeyObject | null>;
}

interface Options {
  /** Reads auth's `/.well-known/jwks.json`. */
  read: () => Promise<Response>;
  logger: Logger;
  /** An unknown `kid` asks auth again, but not more often than this; default 10 s. */
  refreshEveryMs?: number;
  now?: () => number;
}

/** Keys are read on the first need and again when a token names a new one, so that rotation needs no restart. */
export const createKeySet = ({ read, logger, refreshEveryMs = 10_000, now = Date.now }: Options): KeySet => {
  let keys = new Map<string, KeyObject>();
  let readAt = -Infinity;
  let reading: Promise<void> | null = null;
  const refresh = async () => {
    try {
      keys = await readKeys(read);
      readAt = now();
    } catch (error) {
      logger.error({ error: (error as Error).message }, 'the keys of access tokens could not be read from auth');
      throw new CodedError('SERVICE_UNAVAILABLE', 'Access tokens can\'t be checked now. Try again shortly.', { service: 'auth' });
    } finally {
      reading = null;
    }
  };
  return {
    find: async (kid) => {
      if (!keys.has(kid) && now() - readAt >= refreshEveryMs) await (reading ??= refresh());
      return keys.get(kid) ?? null;
    },
  };
};

const readKeys = async (read: () => Promise<Response>): Promise<Map<string, KeyObject>> => {
  const response = await read();
  if (!response.ok) throw new Error(`auth answered ${response.status}`);
  const { keys } = await response.json() as { keys: (JsonWebKey & { kid?: string })[] };
  const usable = keys.filter((key) => key.kid && key.kty === 'EC' && key.crv === 'P-256');
  return new Map(usable.map((key) => [key.kid!, createPublicKey({ key, format: 'jwk' })]));
};
