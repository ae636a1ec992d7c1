/** What is left of a budget, as it was at `at` (ms). */
export interface Bucket { left: number; at: number }

const MINUTE_MS = 60_000;

/** Brings the bucket to `nowMs`. */
export const refill = (bucket: Bucket, perMinute: number, nowMs: number): void => {
  const elapsed = Math.max(0, nowMs - bucket.at);
  bucket.left = Math.min(perMinute, bucket.left + (elapsed * perMinute) / MINUTE_MS);
  bucket.at = nowMs;
};

/** Seconds, at least 1, until `cost` can be paid. */
export const waitSeconds = ({ left }: Bucket, cost: number, perMinute: number): number => Math.max(1, Math.ceil(((cost - left) * MINUTE_MS) / perMinute / 1000));
