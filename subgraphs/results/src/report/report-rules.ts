import type { ByPolicy, EndPointPolicyName, PlateOfReport, SampleReport } from '@microplate/schema/report';
import { layoutOf, plateRows, pooledRows, summaryOf } from '../plates/plate-rules.ts';
import type { ReadPlate } from './report-store.ts';

const byPolicy = <Value>(make: (policy: EndPointPolicyName) => Value): ByPolicy<Value> =>
  ({ FIRST_BREAK: make('FIRST_BREAK'), LAST_FLOWING: make('LAST_FLOWING') });

const collator = new Intl.Collator('en', { numeric: true });
const inOrder = (a: ReadPlate, b: ReadPlate): number =>
  collator.compare(a.submissionNo ?? '', b.submissionNo ?? '') || collator.compare(a.plateNo ?? '', b.plateNo ?? '')
  || (a.plateId < b.plateId ? -1 : 1);

/** @throws CodedError CONFLICT where the plates can't be pooled. */
export const reportOf = (sampleNo: string, read: readonly ReadPlate[]): SampleReport => {
  const plates = read.toSorted(inOrder);
  const summaries = byPolicy((policy) => summaryOf(pooledRows(plates, policy), policy));
  return {
    sampleNo, plates: plates.map(shapePlate),
    distribution: byPolicy((policy) => summaries[policy].distribution),
    statistics: byPolicy((policy) => summaries[policy].statistics),
  };
};

const shapePlate = (plate: ReadPlate): PlateOfReport => {
  const { letters: _letters, flowing: _flowing, layoutVersion: _layoutVersion, flags: _flags, ...shown } = plate;
  return { ...shown, layout: layoutOf(plate), rows: byPolicy((policy) => plateRows(plate, policy)) };
};
