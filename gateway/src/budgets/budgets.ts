import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import { refill, waitSeconds, type Bucket } from './bucket-rules.ts';

/** What each caller may spend: a bucket that fills evenly, whole after a minute. */
export interface Budgets {
  perMinute: number;
  /** Takes `cost` off and answers what is left. @throws CodedError RATE_LIMITED with `retryAfterSeconds`. */
  spend(caller: string, cost: number): number;
  /** Gives back what was not used and answers what is left. */
  refund(caller: string, cost: number): number;
}

const AT_MOST = { maxSize: 100_000, sizeCalculation: () => 1 };

/** Buckets are kept in this process, so several replicas allow several times as much. */
export const createBudgets = ({ perMinute, now = Date.now }: { perMinute: number; now?: () => number }): Budgets => {
  const buckets = new LRUCache<string, Bucket>(AT_MOST);
  const current = (caller: string): Bucket => {
    const at = now();
    let bucket = buckets.get(caller);
    if (!bucket) buckets.set(caller, bucket = { left: perMinute, at });
    refill(bucket, perMinute, at);
    return bucket;
  };
  const change = (bucket: Bucket, by: number): number => Math.floor(bucket.left = Math.min(perMinute, bucket.left + by));
  return {
    perMinute,
    spend: (caller, cost) => {
      const bucket = current(caller);
      if (cost <= bucket.left) return change(bucket, -cost);
      const retryAfterSeconds = waitSeconds(bucket, cost, perMinute);
      throw new CodedError('RATE_LIMITED', `This operation costs up to ${cost} and you have ${Math.floor(bucket.left)} of ${perMinute} a minute left. Try again in ${retryAfterSeconds} s, or ask for less.`, {
        retryAfterSeconds, cost: { estimated: cost, remaining: Math.floor(bucket.left), limit: perMinute } });
    },
    refund: (caller, cost) => change(current(caller), cost),
  };
};
