import type { ByPolicy, PlateOfReport, RowFlagName, RowOfPlate, SampleReport } from '@microplate/schema/report';

/** A row as its end point, or as both end points and its flags. */
type GivenRow = number | { first: number | null; last?: number | null; flags: RowFlagName[] };

interface GivenPlate { plateNo?: string | null; submissionNo?: string | null; acceptedSeq?: number; id?: string; rows: GivenRow[]; model?: Partial<PlateOfReport['run']['model']>; flags?: PlateOfReport['run']['flags'] }

const STATISTICS = { gmt: 'exp(mean(ln titre)); below start = start / 2, from last = last', meanLog2: 'mean', sd: 'n-1', cv: 'sd / mean, %' };

/** A report as results writes it, out of end points (start 1:2, factor 2). */
export const sampleReport = (sampleNo: string, plates: GivenPlate[]): SampleReport => {
  const made = plates.map(plateOf);
  const both = <Value>(make: (rows: RowOfPlate[]) => Value): ByPolicy<Value> => ({
    FIRST_BREAK: make(made.flatMap((plate) => plate.rows.FIRST_BREAK)), LAST_FLOWING: make(made.flatMap((plate) => plate.rows.LAST_FLOWING)) });
  return { sampleNo, plates: made, distribution: both(distributionOf), statistics: both(statisticsOf) };
};

const plateOf = (given: GivenPlate, index: number): PlateOfReport => {
  const letters = 'ABCDEFGH';
  const rows = given.rows.map((row) => (typeof row === 'number' ? { first: row, last: row, flags: [] } : { last: row.first, ...row }));
  return {
    plateId: given.id ?? `${String(index + 1).repeat(8)}-0000-5000-8000-000000000000`,
    plateNo: given.plateNo === undefined ? `P${index + 1}` : given.plateNo,
    submissionNo: given.submissionNo === undefined ? 'T1' : given.submissionNo,
    acceptedSeq: given.acceptedSeq ?? index + 1, acceptedAt: '2026-03-01T09:00:00.000Z',
    run: {
      id: `${index}0000000-0000-4000-8000-000000000000`, imageId: 'i', photoSha256: 'f'.repeat(64), requestedAt: '2026-03-01T08:59:58.000Z', finishedAt: '2026-03-01T09:00:00.000Z',
      model: { name: 'hi-wells', version: '1.0.0', sha256: 'a'.repeat(64), validated: true, ...given.model }, threshold: 0.5, confidence: 0.97, softwareVersion: '0.1.0', flags: given.flags ?? [],
    },
    layout: { version: 'default-1', start: 2, factor: 2, direction: 'LEFT_TO_RIGHT', hau: null, prozoneColumns: 1, controls: [] },
    rows: {
      FIRST_BREAK: rows.map(({ first, flags }, row) => rowOf(letters[row], first, flags)),
      LAST_FLOWING: rows.map(({ last, flags }, row) => rowOf(letters[row], last, flags)),
    },
    wells: rows.flatMap(({ first }, row) => Array.from({ length: 12 }, (_, column) => ({
      name: `${letters[row]}${column + 1}`, row: letters[row], column: column + 1, class: column < (first ?? 0) ? 'FLOWING' as const : 'NON_FLOWING' as const, confidence: 0.9 + column / 1000,
    }))),
  };
};

const rowOf = (row: string, endPoint: number | null, flags: RowFlagName[]): RowOfPlate => {
  if (endPoint === null) return { row, endPoint, titre: null, log2: null, flags };
  const censoring = endPoint === 0 ? 'BELOW' : endPoint === 12 ? 'AT_LEAST' : 'NONE';
  const value = 2 ** Math.max(endPoint, 1);
  const sign = { BELOW: '<', AT_LEAST: '>=', NONE: '' }[censoring];
  return { row, endPoint, titre: { value, censoring, text: `${sign}${value}` }, log2: endPoint, flags };
};

const distributionOf = (rows: RowOfPlate[]) => {
  const buckets = Array.from({ length: 13 }, (_, column) => rows.filter((row) => row.endPoint === column).length);
  return { buckets, total: buckets.reduce((sum, count) => sum + count, 0), undetermined: rows.filter((row) => row.endPoint === null).length };
};

const statisticsOf = (rows: RowOfPlate[]) => {
  const logs = rows.flatMap((row) => row.log2 ?? []);
  const mean = logs.length ? logs.reduce((sum, log) => sum + log, 0) / logs.length : null;
  const sd = mean === null || logs.length < 2 ? null : Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1));
  const of = (name: keyof typeof STATISTICS, value: number | null) => ({ value, dialect: STATISTICS[name], undefinedBecause: value === null ? 'it needs more determined rows' : null });
  return { gmt: of('gmt', mean === null ? null : 2 ** mean), meanLog2: of('meanLog2', mean), sd: of('sd', sd), cv: of('cv', sd === null || !mean ? null : (100 * sd) / mean) };
};

/** The plate of the known answers: end points 3 5 5 6 6 7 7 10. */
export const KNOWN_ROWS = [3, 5, 5, 6, 6, 7, 7, 10];
