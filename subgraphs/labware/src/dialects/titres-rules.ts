import type { SampleReport } from '@microplate/schema/report';
import { fixed, number, text, type Cell } from './csv-rules.ts';
import { inFileOrder, plateName } from './plate-rules.ts';

/**
 * TITRES: a row a serum with its titre as labs write it, then the sample's GMT (1 decimal) and three log2 statistics (4 decimals),
 * always with that many decimals, and an empty ENTRY where a number can't be told. A serum bears its plate's submission number;
 * the sample's own rows, and a plate that has none, bear `testNumber`.
 */
export const titresRows = (report: SampleReport, testNumber: string): Cell[][] => {
  const line = (test: string, name: string, entry: string | null) => [text(report.sampleNo), text(test), text(name), number(entry)];
  const sera = inFileOrder(report.plates).flatMap((plate) => plate.rows.FIRST_BREAK.map((row) =>
    line(plate.submissionNo ?? testNumber, `${plateName(plate)}:${row.row}`, row.titre?.text ?? null)));
  const { gmt, meanLog2, sd, cv } = report.statistics.FIRST_BREAK;
  const statistics = ([['GMT', gmt, 1], ['MEAN_LOG2', meanLog2, 4], ['SD_LOG2', sd, 4], ['CV_PERCENT', cv, 4]] as const)
    .map(([name, { value }, decimals]) => line(testNumber, name, value === null ? null : fixed(value, decimals)));
  return [...sera, ...statistics];
};
