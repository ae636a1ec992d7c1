import fc from 'fast-check';
import { endPointOf, seriesFlags } from './end-point-rules.ts';

const both = (series: string, prozoneColumns = 1) =>
  [endPointOf(series, 'FIRST_BREAK', prozoneColumns), endPointOf(series, 'LAST_FLOWING', prozoneColumns), seriesFlags(series).join(' ')];

test.each([
  ['FFFFNNNNNNNN', 4, 4, ''],
  ['FFNFNNNNNNNN', 2, 4, 'GAP'],
  ['NFFFNNNNNNNN', 4, 4, 'PROZONE'],
  ['NNFFFFNNNNNN', null, 6, 'PROZONE'],
  ['FFUFNNNNNNNN', null, 4, 'UNREADABLE'],
  ['FFFFUNNNNNNN', null, 4, 'UNREADABLE'],
  ['UFFFNNNNNNNN', 4, 4, 'UNREADABLE'],
  ['NNNNNNNNNNNN', 0, 0, ''],
  ['FFFFFFFFFFFF', 12, 12, ''],
  ['EEEEEEEEEEEE', null, null, 'EMPTY_ROW'],
])('known answers: %s', (series, firstBreak, lastFlowing, flags) => expect(both(series)).toEqual([firstBreak, lastFlowing, flags]));

test.each([
  ['FFEFNNNNNNNN', null, 4, 'UNREADABLE', 'an empty well acts as an unreadable one'],
  ['FFFFNNNNNNEE', 4, 4, 'UNREADABLE', 'what follows the break can be anything'],
  ['FFNUNNNNNNNN', 2, 2, 'UNREADABLE', 'here too'],
  ['FFFFFFFFFFFU', null, 11, 'UNREADABLE', 'the last column may go on'],
  ['UNNNNNNNNNNN', null, null, 'UNREADABLE', 'none or one'],
  ['NNNNNNNNNNNU', null, null, 'UNREADABLE', 'a Flowing last well would be a prozone too long'],
  ['UUUUUUUUUUUU', null, null, 'UNREADABLE', 'nothing was read'],
  ['EEEEEEEEEEEU', null, null, 'UNREADABLE', 'not an empty row'],
  ['NNNNNNNNNNEE', null, null, 'UNREADABLE', 'empty is never counted as Non-Flowing'],
  ['NUFFNNNNNNNN', null, 4, 'PROZONE UNREADABLE', 'the prozone is one or two columns'],
  ['UNFFNNNNNNNN', null, 4, 'PROZONE UNREADABLE', 'a prozone too long, or 1 and a gap'],
  ['UUFFNNNNNNNN', null, 4, 'UNREADABLE', '4, or 1 and a gap'],
  ['NFNFNNNNNNNN', 2, 4, 'GAP PROZONE', 'both'],
  ['NFFNUNNNNNNF', 3, 12, 'GAP PROZONE UNREADABLE', 'all three'],
] as [string, number | null, number | null, string, string][])('what they imply: %s -> %s, %s %s (%s)', (series, firstBreak, lastFlowing, flags) => expect(both(series)).toEqual([firstBreak, lastFlowing, flags]));

test('the layout says how long a prozone may be', () => {
  expect(both('NFFFNNNNNNNN', 0)).toEqual([null, 4, 'PROZONE']);
  expect(both('NNFFFFNNNNNN', 2)).toEqual([6, 6, 'PROZONE']);
  expect(both('NNNNNNNNNNNN', 0)).toEqual([0, 0, '']);
});

/** What domain.md says of a row that is read throughout. */
const plainFirstBreak = (series: string, prozoneColumns: number): number | null => {
  const first = series.indexOf('F');
  if (first === -1) return 0;
  const broken = series.indexOf('N', first);
  return first > prozoneColumns ? null : broken === -1 ? series.length : broken;
};
const readingsOf = (series: string): string[] =>
  [...series].reduce((found, letter) => found.flatMap((start) => (letter === 'F' || letter === 'N' ? [letter] : ['F', 'N']).map((next) => start + next)), ['']);
const series = (letters: string[], least = 1) => fc.array(fc.constantFrom(...letters), { minLength: least, maxLength: 12 }).map((all) => all.join(''));

test('first break is a number exactly where every way of reading the doubtful wells gives that number', () => {
  fc.assert(fc.property(series(['F', 'N', 'F', 'N', 'U', 'E']), fc.integer({ min: 0, max: 3 }), (row, prozone) => {
    fc.pre(!/^E+$/.test(row));
    const answers = new Set(readingsOf(row).map((reading) => plainFirstBreak(reading, prozone)));
    expect(endPointOf(row, 'FIRST_BREAK', prozone)).toBe(answers.size === 1 ? [...answers][0] : null);
  }), { numRuns: 2000 });
});

test('the policies agree on a row without anomaly, and first break never exceeds last flowing', () => {
  fc.assert(fc.property(series(['F', 'N', 'U', 'E']), (row) => {
    const [first, last, flags] = both(row);
    if (flags === '') expect(first).toBe(last);
    if (first !== null) expect(first).toBeLessThanOrEqual(last as number);
    if (last === null) expect(row).not.toContain('F');
  }), { numRuns: 2000 });
});

test('a row that runs F then N has its length as end point under both policies', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 12 }), (length) => {
    expect(both('F'.repeat(length) + 'N'.repeat(12 - length))).toEqual([length, length, '']);
  }));
});
