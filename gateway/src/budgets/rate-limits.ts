import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CodedError } from '@microplate/platform/errors';
import { addressBucket, type Identity } from '@microplate/platform/identity';

/** How often a client may come. What is counted is kept in this process: several replicas allow several times as much. */
export interface RateLimits {
  /** Counts a request, connection or subscription of an address. @throws CodedError RATE_LIMITED with `retryAfterSeconds`. */
  countAddress(address: string | null): Promise<void>;
  /** The same of a person; those who are not signed in count by their address alone. */
  countUser(identity: Pick<Identity, 'userId'>): Promise<void>;
}

export interface RateLimitOptions { perAddress: number; perUser: number }

const MINUTE_SECONDS = 60;

/** Requests a minute. */
export const createRateLimits = ({ perAddress, perUser }: RateLimitOptions): RateLimits => {
  const addresses = new RateLimiterMemory({ keyPrefix: '', points: perAddress, duration: MINUTE_SECONDS });
  const users = new RateLimiterMemory({ keyPrefix: '', points: perUser, duration: MINUTE_SECONDS });
  return {
    countAddress: (address) => count(addresses, addressBucket(address), 'Your address', perAddress),
    countUser: async ({ userId }) => { if (userId) await count(users, userId, 'Your account', perUser); },
  };
};

const count = async (limiter: RateLimiterMemory, key: string, whose: string, limit: number): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new CodedError('RATE_LIMITED', `${whose} may send ${limit} requests a minute. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds, limit });
  }
};
