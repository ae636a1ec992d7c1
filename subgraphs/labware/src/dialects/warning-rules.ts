import type { QualityFlagOfRun } from '@microplate/schema/events';
import type { PlateOfReport, RowFlagName, RowOfPlate, SampleReport } from '@microplate/schema/report';
import { POLICY_OF, type Dialect } from './dialect.ts';
import { inFileOrder, plateName } from './plate-rules.ts';

/** What a reader of the file should know and the file has no column for: one sentence each, plate by plate, row by row. */
export const warningsOf = (report: SampleReport, dialect: Dialect, requestedTestNumber: string | null): string[] => [
  ...inFileOrder(report.plates).flatMap((plate) => [...plateWarnings(plate, dialect), ...rowsWarnings(plate, dialect)]),
  ...(dialect === 'TITRES' ? statisticWarnings(report) : []),
  ...testNumberWarnings(report, dialect, requestedTestNumber),
];

const plateWarnings = (plate: PlateOfReport, dialect: Dialect): string[] => {
  const { name, version, validated } = plate.run.model;
  const doubtful = plate.rows[POLICY_OF[dialect]].filter((row) => row.flags.includes('CONTROL_FAILED')).map((row) => row.row);
  return [
    ...(validated ? [] : [`Plate ${plateName(plate)}: read by model ${name} ${version}, which has not been validated.`]),
    ...plate.run.flags.map((flag) => `Plate ${plateName(plate)}: the photo is flagged ${flag.code}${measuredText(flag)}.`),
    ...(doubtful.length ? [`Plate ${plateName(plate)}, ${rowNames(doubtful)}: a control of the plate failed.`] : []),
  ];
};

const measuredText = ({ value, bound }: QualityFlagOfRun): string =>
  (value === null || bound === null ? '' : ` (measured ${Number(value.toPrecision(3))}, bound ${Number(bound.toPrecision(3))})`);

const rowNames = (rows: string[]): string => (rows.length === 1 ? `row ${rows[0]}` : `rows ${rows.join(' ')}`);

const rowsWarnings = (plate: PlateOfReport, dialect: Dialect): string[] => plate.rows[POLICY_OF[dialect]].flatMap((row) =>
  [...flagSentences(row), ...endPointSentences(row, dialect)].map((sentence) => `Plate ${plateName(plate)}, row ${row.row}: ${sentence}`));

const FLAG_SENTENCES: Partial<Record<RowFlagName, string>> = {
  GAP: 'a gap, Flowing again after a Non-Flowing well.',
  PROZONE: 'a prozone, Non-Flowing before the first Flowing well.',
  UNREADABLE: 'a well can\'t be read.',
  EMPTY_ROW: 'every well is empty.',
  DOUBTFUL: 'the end point hangs on a well that was read with little confidence.',
};

const flagSentences = (row: RowOfPlate): string[] => row.flags.flatMap((flag) => FLAG_SENTENCES[flag] ?? []);

const WITHOUT_END_POINT: Partial<Record<Dialect, string>> = {
  LABWARE_V2: 'it is in no bucket.', LABWARE_V1: 'it is in no bucket.', TITRES: 'its ENTRY is empty.',
};

/** LONG shows wells, not end points; LABWARE_V1 has no bucket for a row without antibody. */
const endPointSentences = (row: RowOfPlate, dialect: Dialect): string[] => {
  const consequence = WITHOUT_END_POINT[dialect];
  if (row.endPoint === null && consequence) return [`the end point can't be told by ${POLICY_OF[dialect]}; ${consequence}`];
  if (row.endPoint === 0 && dialect === 'LABWARE_V1') return ['no Flowing well; LABWARE_V1 has no bucket for it, so it is not counted.'];
  return [];
};

const statisticWarnings = (report: SampleReport): string[] => {
  const { gmt, meanLog2, sd, cv } = report.statistics.FIRST_BREAK;
  const missing = Object.entries({ GMT: gmt, MEAN_LOG2: meanLog2, SD_LOG2: sd, CV_PERCENT: cv })
    .filter(([, statistic]) => statistic.value === null)
    .map(([name, statistic]) => `${name} is undefined: ${statistic.undefinedBecause ?? 'no reason given'}.`.replace(/\.\.$/, '.'));
  const censored = report.plates.some((plate) => plate.rows.FIRST_BREAK.some((row) => row.titre && row.titre.censoring !== 'NONE'));
  return censored && gmt.value !== null ? [...missing, `Censored titres are in the statistics by substitution: ${gmt.dialect}.`] : missing;
};

const testNumberWarnings = (report: SampleReport, dialect: Dialect, requested: string | null): string[] =>
  requested !== null && dialect === 'LONG' && report.plates.every((plate) => plate.submissionNo !== null)
    ? [`Test number ${requested} is not in the file: LONG gives each well its plate's submission number.`] : [];
