import type { Histogram, LabelValues } from 'prom-client';

/** What prom-client keeps for one set of labels. */
interface Entry { labels: Readonly<Record<string, unknown>>; bucketValues: Record<string, number>; sum: number; count: number }

/**
 * Observes values under one set of labels. prom-client's own `labels(...).observe` checks and joins the labels again for each
 * value: three times 1 µs of a request that takes 100.
 */
export const observerOf = <Label extends string>(histogram: Histogram<Label>, labels: LabelValues<Label>): ((value: number) => void) => {
  const { hashMap, upperBounds } = histogram as unknown as { hashMap: Record<string, Entry>; upperBounds: readonly number[] };
  const known = () => Object.values(hashMap).find((entry) => Object.entries(labels).every(([name, value]) => entry.labels[name] === value));
  if (!known()) histogram.zero(labels);
  const entry = known()!;
  const names = upperBounds.map(String);
  return (value) => {
    entry.sum += value;
    entry.count += 1;
    const bucket = upperBounds.findIndex((bound) => value <= bound);
    if (bucket >= 0) entry.bucketValues[names[bucket]] += 1;
  };
};
