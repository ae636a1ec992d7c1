import type { Database } from '@microplate/platform/database';
import { CodedError } from '@microplate/platform/errors';
import { addressBucket } from '@microplate/platform/identity';
import type { Actor } from '../audit/audit-store.ts';
import { attemptKey, type Act } from './limit-rules.ts';
import { countAttempt, forgetAttempts, msUntilFree, type Window } from './limit-store.ts';

export interface Limiter {
  /** @throws CodedError RATE_LIMITED while the account or the caller's address has used up its attempts. */
  check(account: string): Promise<void>;
  /** Counts one attempt against both. @throws CodedError RATE_LIMITED where it was one too many. */
  count(account: string): Promise<void>;
  /** A success: the account starts afresh. The address does not, or one own account would pay for guessing at others. */
  forget(account: string): Promise<void>;
}

/** Attempts at one act by one caller, per account and per address. */
export const createLimiter = (deps: { database: Database; now: () => number }, actor: Actor, act: Act, window: Window): Limiter => {
  const { database, now } = deps;
  const keysOf = (account: string) => [attemptKey(act, 'account', account), attemptKey(act, 'address', addressBucket(actor.clientAddress))];
  const refuseFull = async (keys: string[]) => {
    const wait = await msUntilFree(database.em(), actor.labId, keys, window, now());
    if (wait > 0) throw limited(act, wait);
  };
  return {
    check: (account) => refuseFull(keysOf(account)),
    count: async (account) => {
      const keys = keysOf(account);
      let most = 0;
      for (const key of keys) most = Math.max(most, await countAttempt(database.em(), actor.labId, key, window, now()));
      if (most > window.limit) await refuseFull(keys);
    },
    forget: (account) => forgetAttempts(database.em(), actor.labId, keysOf(account)[0]),
  };
};

const limited = (act: Act, waitMs: number): CodedError => {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  const what = act === 'login' ? 'failed sign-ins' : 'registrations';
  return new CodedError('RATE_LIMITED', `Too many ${what} of this account or from this address. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
};
