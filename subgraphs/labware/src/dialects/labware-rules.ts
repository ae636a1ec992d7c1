import type { DistributionOfRows } from '@microplate/schema/report';
import { number, roundTo, text, type Cell } from './csv-rules.ts';

/** Header of every dialect but LONG. */
export const LIMS_HEADER = ['SAMPLE_NUMBER', 'TEST_NUMBER', 'REPORTED_NAME', 'ENTRY'] as const;

interface Numbers { sampleNo: string; testNumber: string }

/** LABWARE_V2: `No.`, the rows counted, then the buckets 0 to 12. */
export const labwareV2Rows = ({ sampleNo, testNumber }: Numbers, { buckets }: Pick<DistributionOfRows, 'buckets'>): Cell[][] =>
  [['No.', sum(buckets)], ...buckets.map((count, column) => [column, count] as const)]
    .map(([name, entry]) => [text(sampleNo), text(testNumber), text(String(name)), number(entry)]);

/** LABWARE_V1: the buckets 1 to 12, then four numbers computed as the original computes them, errors included. */
export const labwareV1Rows = ({ sampleNo, testNumber }: Numbers, { buckets }: Pick<DistributionOfRows, 'buckets'>): Cell[][] => {
  const counts = buckets.slice(1);
  return [...counts.map((count, index) => [String(index + 1), count] as const), ...Object.entries(labwareV1Numbers(counts))]
    .map(([name, entry]) => [text(sampleNo), text(testNumber), text(name), number(entry)]);
};

/**
 * What the original calls GMT, MEAN, SD and CV over the 12 bucket counts: the mean end point, the mean count, the population SD
 * of the counts, and SD / MEAN. None is what its name says; labs import them, so they stay. All 0 where no row counts.
 */
export const labwareV1Numbers = (counts: readonly number[]): { GMT: number; MEAN: number; SD: number; CV: number } => {
  const rows = sum(counts);
  if (rows === 0) return { GMT: 0, MEAN: 0, SD: 0, CV: 0 };
  const mean = rows / counts.length;
  const sd = Math.sqrt(sum(counts.map((count) => (count - mean) ** 2)) / counts.length);
  const meanColumn = sum(counts.map((count, index) => count * (index + 1))) / rows;
  return { GMT: roundTo(meanColumn, 2), MEAN: roundTo(mean, 2), SD: roundTo(sd, 2), CV: roundTo(sd / mean, 8) };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);
