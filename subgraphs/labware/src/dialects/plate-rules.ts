import type { PlateOfReport, SampleReport } from '@microplate/schema/report';

const natural = new Intl.Collator('en', { numeric: true });

/** What a plate is called in a file: its number, or the beginning of its id where it has none. */
export const plateName = (plate: Pick<PlateOfReport, 'plateNo' | 'plateId'>): string => plate.plateNo ?? plate.plateId.slice(0, 8);

/** Plates by number (P2 before P10), the unnumbered last; equals in the order they were accepted. */
export const inFileOrder = (plates: readonly PlateOfReport[]): PlateOfReport[] => [...plates].sort((a, b) =>
  Number(a.plateNo === null) - Number(b.plateNo === null)
  || natural.compare(a.plateNo ?? '', b.plateNo ?? '') || a.acceptedSeq - b.acceptedSeq);

/** The request's test number, else the submission number of the plate accepted last, else the sample number. */
export const testNumberOf = (report: SampleReport, requested: string | null): string => {
  const newest = report.plates.reduce((last, plate) => (plate.acceptedSeq > last.acceptedSeq ? plate : last));
  return requested ?? newest.submissionNo ?? report.sampleNo;
};
