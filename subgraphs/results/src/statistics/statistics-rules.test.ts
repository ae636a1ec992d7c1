import fc from 'fast-check';
import { log2Of, titreOf } from '../end-points/titre-rules.ts';
import { distributionOf } from './distribution-rules.ts';
import { statisticsOf } from './statistics-rules.ts';

const rows = (endPoints: (number | null)[], start = 2) => endPoints.map((endPoint) =>
  ({ endPoint, log2: endPoint === null ? null : log2Of(titreOf(endPoint, 12, { start, factor: 2 })) }));
const of = (endPoints: (number | null)[], start?: number) => statisticsOf(rows(endPoints, start), 'FIRST_BREAK');

test('the known plate: end points 3 5 5 6 6 7 7 10', () => {
  const { gmt, meanLog2, sd, cv } = of([3, 5, 5, 6, 6, 7, 7, 10]);
  expect(meanLog2.value).toBe(6.125);
  expect(sd.value!.toFixed(4)).toBe('2.0310');
  expect(cv.value!.toFixed(2)).toBe('33.16');
  expect(gmt.value!.toFixed(2)).toBe('69.79');
});

test('the known titres <10, 10, 40, 80, 160, 640 have GMT 50.396841995795 with <10 as 5', () => {
  expect(of([0, 1, 3, 4, 5, 7], 10).gmt.value!.toFixed(12)).toBe('50.396841995795');
});

test('the known aggregate: TEST006 is two plates of {2:1,4:2,5:3,6:2}', () => {
  const plate = [2, 4, 4, 5, 5, 5, 6, 6];
  const buckets = (given: Record<number, number>) => Array.from({ length: 13 }, (_, column) => given[column] ?? 0);
  expect(distributionOf(rows(plate))).toEqual({ buckets: buckets({ 2: 1, 4: 2, 5: 3, 6: 2 }), total: 8, undetermined: 0 });
  expect(distributionOf(rows([...plate, ...plate]))).toEqual({ buckets: buckets({ 2: 2, 4: 4, 5: 6, 6: 4 }), total: 16, undetermined: 0 });
});

test('every statistic names its formula, n or n-1, the substitution and the policy', () => {
  const { gmt, meanLog2, sd, cv } = statisticsOf(rows([3, 4]), 'LAST_FLOWING');
  expect([gmt, meanLog2, sd, cv].map(({ dialect }) => dialect)).toEqual([
    'GMT = exp(sum(ln titre) / n); <start -> start/2, >=last -> last; LAST_FLOWING',
    'mean = sum(log2 titre) / n; <start -> start/2, >=last -> last; LAST_FLOWING',
    'SD = sqrt(sum((log2 titre - mean)^2) / (n-1)); <start -> start/2, >=last -> last; LAST_FLOWING',
    'CV % = 100 x SD / mean of log2 titre, SD with n-1; <start -> start/2, >=last -> last; LAST_FLOWING']);
});

const NONE = 'there is no accepted run', NO_ROW = 'no row has an end point that can be told', ONE = 'it needs at least two rows with an end point';
test.each([
  ['no run', [], [NONE, NONE, NONE, NONE]],
  ['nothing told', [null, null], [NO_ROW, NO_ROW, NO_ROW, NO_ROW]],
  ['one row', [5, null], [null, null, ONE, ONE]],
  ['no Flowing well at all', [0, 0], [null, null, null, 'the mean log2 titre is not above 0']],
  ['equal rows', [5, 5], [null, null, null, null]],
])('undefined, and why: %s', (_, endPoints, reasons) => {
  const statistics = Object.values(of(endPoints));
  expect(statistics.map(({ undefinedBecause }) => undefinedBecause)).toEqual(reasons);
  for (const { value, undefinedBecause } of statistics) expect(value === null).toBe(undefinedBecause !== null);
});

const endPoints = fc.array(fc.option(fc.integer({ min: 0, max: 12 })), { maxLength: 200 });

test('buckets count every row once: total + undetermined = rows', () => {
  fc.assert(fc.property(endPoints, (ends) => {
    const { buckets, total, undetermined } = distributionOf(rows(ends));
    expect(buckets.reduce((a, b) => a + b, 0)).toBe(total);
    expect(total + undetermined).toBe(ends.length);
    ends.forEach((end) => end !== null && expect(buckets[end]).toBeGreaterThan(0));
  }));
});

test('no statistic is ever NaN, infinite, or a number without a ground; the mean lies within the rows, GMT = 2^mean', () => {
  fc.assert(fc.property(endPoints, fc.constantFrom(1, 2, 10), (ends, start) => {
    const { gmt, meanLog2, sd, cv } = of(ends, start);
    for (const { value, undefinedBecause } of [gmt, meanLog2, sd, cv]) {
      expect(value === null ? typeof undefinedBecause : Number.isFinite(value)).toBe(value === null ? 'string' : true);
    }
    const logs = rows(ends, start).flatMap(({ log2 }) => log2 ?? []);
    if (meanLog2.value === null) return expect(logs).toHaveLength(0);
    expect(meanLog2.value).toBeGreaterThanOrEqual(Math.min(...logs) - 1e-9);
    expect(meanLog2.value).toBeLessThanOrEqual(Math.max(...logs) + 1e-9);
    expect(Math.log2(gmt.value!)).toBeCloseTo(meanLog2.value, 9);
    if (sd.value !== null) expect(sd.value).toBeGreaterThanOrEqual(0);
  }));
});
