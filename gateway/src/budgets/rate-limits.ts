import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import { addressBucket, type Identity } from '@microplate/platform/identity';

/** How often a client may come. What is counted is kept in this process: several replicas allow several times as much. */
export interface RateLimits {
  /** Counts a request, connection or subscription of an address. @throws CodedError RATE_LIMITED with `retryAfterSeconds`. */
  countAddress(address: string | null): void;
  /** The same of a person; those who are not signed in count by their address alone. */
  countUser(identity: Pick<Identity, 'userId'>): void;
}

export interface RateLimitOptions { perAddress: number; perUser: number; now?: () => number }

const MINUTE_MS = 60_000;
// By size: `max` would take 3 MB at the start.
const AT_MOST = { maxSize: 100_000, sizeCalculation: () => 1 };

/** Requests a minute, which begins with a caller's first one. Counted at once, not by promises: every request is counted twice. */
export const createRateLimits = ({ perAddress, perUser, now = Date.now }: RateLimitOptions): RateLimits => {
  const countOfAddress = createCounter('Your address', perAddress, now);
  const countOfUser = createCounter('Your account', perUser, now);
  return {
    countAddress: (address) => countOfAddress(addressBucket(address)),
    countUser: ({ userId }) => { if (userId) countOfUser(userId); },
  };
};

interface Minute { count: number; endsAt: number }

const createCounter = (whose: string, limit: number, now: () => number): ((key: string) => void) => {
  const minutes = new LRUCache<string, Minute>(AT_MOST);
  return (key) => {
    const at = now();
    let minute = minutes.get(key);
    if (!minute || minute.endsAt <= at) minutes.set(key, minute = { count: 0, endsAt: at + MINUTE_MS });
    minute.count += 1;
    if (minute.count > limit) throw tooMany(whose, limit, Math.ceil((minute.endsAt - at) / 1000));
  };
};

const tooMany = (whose: string, limit: number, retryAfterSeconds: number): CodedError =>
  new CodedError('RATE_LIMITED', `${whose} may send ${limit} requests a minute. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds, limit });
