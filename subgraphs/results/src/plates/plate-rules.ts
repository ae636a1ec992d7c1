import { CodedError } from '@microplate/platform/errors';
import type { QualityFlagOfRun } from '@microplate/schema/events';
import type { DistributionOfRows, EndPointPolicyName, Layout, RowOfPlate, StatisticsOfRows } from '@microplate/schema/report';
import { canPool } from '../end-points/layout-rules.ts';
import { rowsOf, type WellsOfPlate } from '../end-points/row-rules.ts';
import { distributionOf } from '../statistics/distribution-rules.ts';
import { statisticsOf } from '../statistics/statistics-rules.ts';

/** What a plate's numbers need of its accepted run. */
export interface Reading extends WellsOfPlate {
  flags: QualityFlagOfRun[];
  layoutVersion: string;
  /** Null where this version is not known here. */
  layout: Layout | null;
}

/** @throws CodedError CONFLICT where the run used a layout that is not known here: its titres can't be told. */
export const layoutOf = ({ layout, layoutVersion }: Reading): Layout => {
  if (layout) return layout;
  throw new CodedError('CONFLICT', `The plate was read with layout "${layoutVersion}", which is not known here.`, { layoutVersion });
};

/** No rows without an accepted run. */
export const plateRows = (reading: Reading | null, policy: EndPointPolicyName): RowOfPlate[] =>
  reading ? rowsOf(reading, layoutOf(reading), policy) : [];

/**
 * The rows of several plates together, each plate once.
 * @throws CodedError CONFLICT where their columns mean different dilutions.
 */
export const pooledRows = (readings: readonly Reading[], policy: EndPointPolicyName): RowOfPlate[] => {
  if (!canPool(readings.map(layoutOf))) {
    throw new CodedError('CONFLICT', 'The sample\'s plates differ in first dilution or factor, so their columns can\'t be pooled. Ask for the numbers of each plate.');
  }
  return readings.flatMap((reading) => plateRows(reading, policy));
};

export interface Summary { distribution: DistributionOfRows; statistics: StatisticsOfRows }

export const summaryOf = (rows: readonly RowOfPlate[], policy: EndPointPolicyName): Summary =>
  ({ distribution: distributionOf(rows), statistics: statisticsOf(rows, policy) });

/** As the graph shows it. */
export const shapeDistribution = ({ buckets, total, undetermined }: DistributionOfRows) =>
  ({ buckets: buckets.map((count, column) => ({ column, count })), total, undetermined });
