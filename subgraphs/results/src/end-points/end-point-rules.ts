import type { EndPointPolicyName, RowFlagName } from '@microplate/schema/report';

/**
 * End points of one serum. A series is its wells' letters (see WellLetter), first dilution first: `FFFFNNNNNNNN`.
 * Column 1 is the first dilution; 0 is no Flowing well; null can't be told.
 */
export const endPointOf = (series: string, policy: EndPointPolicyName, prozoneColumns: number): number | null => {
  if (isEmpty(series)) return null;
  return policy === 'FIRST_BREAK' ? firstBreak(series, prozoneColumns) : lastFlowing(series);
};

const isEmpty = (series: string): boolean => /^E*$/.test(series);

type Scan = { phase: 'LEADING' | 'RUNNING' | 'BROKEN' | 'PROZONE_TOO_LONG'; end: number };

/**
 * The last column of the unbroken run. A well that is unreadable or empty may be either class (it is never taken for
 * Non-Flowing), so both are followed: the end point is a number only where every way of reading such wells gives that number.
 */
const firstBreak = (series: string, prozoneColumns: number): number | null => {
  let scans: Scan[] = [{ phase: 'LEADING', end: 0 }];
  for (const [index, letter] of [...series].entries()) {
    const readings = letter === 'F' || letter === 'N' ? [letter] : ['F', 'N'];
    scans = distinct(scans.flatMap((scan) => readings.map((reading) => step(scan, reading === 'F', index + 1, prozoneColumns))));
  }
  const ends = new Set(scans.map(({ phase, end }) => (phase === 'PROZONE_TOO_LONG' ? null : end)));
  return ends.size === 1 ? [...ends][0] : null;
};

const step = (scan: Scan, flowing: boolean, column: number, prozoneColumns: number): Scan => {
  if (scan.phase === 'LEADING' && flowing) return { phase: column - 1 > prozoneColumns ? 'PROZONE_TOO_LONG' : 'RUNNING', end: column };
  if (scan.phase === 'RUNNING') return flowing ? { phase: 'RUNNING', end: column } : { ...scan, phase: 'BROKEN' };
  return scan;
};

const distinct = (scans: Scan[]): Scan[] => [...new Map(scans.map((scan) => [`${scan.phase}${scan.end}`, scan])).values()];

/**
 * The right-most well that was read as Flowing. Where none was, 0 needs every well to be Non-Flowing: an unreadable or
 * empty one leaves it open.
 */
const lastFlowing = (series: string): number | null => series.lastIndexOf('F') + 1 || (/^N+$/.test(series) ? 0 : null);

/** What deserves a look, whatever the policy. An empty well among filled ones is reported as UNREADABLE, as it acts. */
export const seriesFlags = (series: string): RowFlagName[] => {
  if (isEmpty(series)) return ['EMPTY_ROW'];
  const flags: RowFlagName[] = [];
  if (/F.*N.*F/.test(series)) flags.push('GAP');
  if (/^[^F]*N[^F]*F/.test(series)) flags.push('PROZONE');
  if (/[UE]/.test(series)) flags.push('UNREADABLE');
  return flags;
};
