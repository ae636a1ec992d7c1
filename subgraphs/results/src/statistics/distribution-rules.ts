import type { DistributionOfRows, RowOfPlate } from '@microplate/schema/report';
import { COLUMNS } from '../end-points/layout-rules.ts';

/** Rows by end point; a row whose end point can't be told is in no bucket. */
export const distributionOf = (rows: readonly Pick<RowOfPlate, 'endPoint'>[]): DistributionOfRows => {
  const buckets = Array.from({ length: COLUMNS + 1 }, () => 0);
  const told = rows.flatMap(({ endPoint }) => endPoint ?? []);
  for (const endPoint of told) buckets[endPoint] += 1;
  return { buckets, total: told.length, undetermined: rows.length - told.length };
};
