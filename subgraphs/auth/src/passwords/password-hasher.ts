import { Piscina } from 'piscina';
import { CodedError } from '@microplate/platform/errors';
import { isTooLong, normalisePassword } from './password-rules.ts';

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Always costs one comparison, so that an unknown account (`hash` null) takes as long as a wrong password. */
  matches(password: string, hash: string | null): Promise<boolean>;
  /** True for a hash of another cost than the one set now: comparing with it would take a telling time. */
  isOutdated(hash: string): boolean;
  dispose(): Promise<void>;
}

const IDLE_MS = 5_000;
const MAX_WAITING = 64;
/** Salt and digest of no password: compared with when there is no account. */
const NOBODY = 'C6UzMDM.H6dfI/f/IKcEeO7ZDrDbVn0xPSOCkCpzvlYLEVQCKDJ0O';

/** What a hash is compared with where there is no account: of the same cost, and of no password. */
export const nobodysHash = (cost: number): string => `${prefixOf(cost)}${NOBODY}`;

const prefixOf = (cost: number): string => `$2b$${String(cost).padStart(2, '0')}$`;

/** bcrypt in worker threads that end when idle: signing in never stalls the API, and an idle system holds no thread. */
export const createPasswordHasher = ({ cost, threads = 2 }: { cost: number; threads?: number }): PasswordHasher => {
  const pool = new Piscina({
    filename: new URL('./password-worker.ts', import.meta.url).href, minThreads: 0, maxThreads: threads, idleTimeout: IDLE_MS,
    maxQueue: MAX_WAITING, recordTiming: false,
  });
  const run = <T>(name: 'hash' | 'compare', task: object): Promise<T> => {
    if (pool.queueSize >= MAX_WAITING) throw new CodedError('SERVICE_UNAVAILABLE', 'Too many people are signing in just now. Try again in a few seconds.');
    return pool.run(task, { name });
  };
  return {
    hash: async (password) => run('hash', { password: normalisePassword(password), cost }),
    matches: async (password, hash) => {
      const same = await run<boolean>('compare', { password: normalisePassword(password), hash: hash ?? nobodysHash(cost) });
      return same && hash !== null && !isTooLong(password);
    },
    isOutdated: (hash) => !hash.startsWith(prefixOf(cost)),
    dispose: () => pool.destroy(),
  };
};
