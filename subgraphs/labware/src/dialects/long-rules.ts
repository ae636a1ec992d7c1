import type { PlateOfReport, SampleReport } from '@microplate/schema/report';
import { fixed, number, text, type Cell } from './csv-rules.ts';
import { inFileOrder, plateName } from './plate-rules.ts';

export const LONG_HEADER = ['SAMPLE_NUMBER', 'TEST_NUMBER', 'PLATE', 'WELL', 'CLASS', 'CONFIDENCE', 'REVIEWED_BY', 'RUN', 'MODEL'] as const;

/** LONG: a row a well, A1 first, plate after plate. CLASS is spelt as in the graph; CONFIDENCE has 4 decimals; nobody reviews yet. */
export const longRows = (report: SampleReport, testNumber: string): Cell[][] =>
  inFileOrder(report.plates).flatMap((plate) => wellRows(report.sampleNo, testNumber, plate));

const wellRows = (sampleNo: string, testNumber: string, plate: PlateOfReport): Cell[][] => {
  const { id, model } = plate.run;
  return plate.wells.map((well) => [
    text(sampleNo), text(plate.submissionNo ?? testNumber), text(plateName(plate)), text(well.name), text(well.class),
    number(fixed(well.confidence, 4)), text(''), text(id), text(`${model.name} ${model.version}`)]);
};
