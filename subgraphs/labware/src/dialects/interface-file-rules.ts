import { CodedError } from '@microplate/platform/errors';
import type { EndPointPolicyName, SampleReport } from '@microplate/schema/report';
import { toCsv, type Cell } from './csv-rules.ts';
import { POLICY_OF, type Dialect } from './dialect.ts';
import { LIMS_HEADER, labwareV1Rows, labwareV2Rows } from './labware-rules.ts';
import { LONG_HEADER, longRows } from './long-rules.ts';
import { testNumberOf } from './plate-rules.ts';
import { titresRows } from './titres-rules.ts';
import { warningsOf } from './warning-rules.ts';

/** TEST_NUMBER of LABWARE_V1 where the request gives none, as the original writes it. */
const V1_TEST_NUMBER = 'T001';

export interface WrittenFile {
  content: string;
  policy: EndPointPolicyName;
  /** What TEST_NUMBER says in every row; null where rows differ. */
  testNumber: string | null;
  warnings: string[];
}

/**
 * The interface file of a sample: same report and request, same bytes. `testNumber` is the request's, already checked.
 * @throws CodedError NO_ACCEPTED_RESULT where a LabWare dialect would hold nothing but zeros because no row could be told.
 */
export const writeInterfaceFile = (report: SampleReport, request: { dialect: Dialect; testNumber: string | null }): WrittenFile => {
  const { dialect } = request;
  const policy = POLICY_OF[dialect];
  if (dialect.startsWith('LABWARE') && report.distribution[policy].total === 0) throw nothingCounted(report.sampleNo, dialect);
  const testNumber = dialect === 'LABWARE_V1' ? request.testNumber ?? V1_TEST_NUMBER : testNumberOf(report, request.testNumber);
  const numbers = { sampleNo: report.sampleNo, testNumber };
  const rows: Record<Dialect, () => Cell[][]> = {
    LABWARE_V2: () => labwareV2Rows(numbers, report.distribution[policy]),
    LABWARE_V1: () => labwareV1Rows(numbers, report.distribution[policy]),
    TITRES: () => titresRows(report, testNumber),
    LONG: () => longRows(report, testNumber),
  };
  const written = rows[dialect]();
  const content = toCsv(dialect === 'LONG' ? LONG_HEADER : LIMS_HEADER, written);
  return { content, policy, testNumber: commonTestNumber(written), warnings: warningsOf(report, dialect, request.testNumber) };
};

/** TEST_NUMBER is the second column of every dialect. */
const commonTestNumber = (rows: Cell[][]): string | null => {
  const [first, ...others] = new Set(rows.map(([, testNumber]) => ('text' in testNumber ? testNumber.text : testNumber.number)));
  return others.length > 0 ? null : first;
};

/** A LIMS could not tell such zeros from sera without antibody. */
const nothingCounted = (sampleNo: string, dialect: Dialect): CodedError => new CodedError('NO_ACCEPTED_RESULT',
  `No row of sample "${sampleNo}" has an end point, so ${dialect} would hold zeros alone. Read its plates again, or ask for TITRES or LONG.`, { sampleNo });
