import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { DEFAULT_LAYOUT } from './layout-rules.ts';
import { firstBreakChances, lastFlowingChances } from './doubt-rules.ts';
import { endPointOf } from './end-point-rules.ts';
import { rowsOf } from './row-rules.ts';

const SURE: Record<string, number> = { F: 0.999, N: 0.001, U: 0.5 };
/** The first row of a plate of such letters, whose other rows are plainly Non-Flowing; looks are as plain but where they are given. */
const rowOf = (letters: string, looks: Record<number, number> = {}, policy: 'FIRST_BREAK' | 'LAST_FLOWING' = 'FIRST_BREAK', layout = DEFAULT_LAYOUT) => {
  const all = letters.padEnd(96, 'N');
  const flowing = [...all].map((letter, i) => looks[i + 1] ?? SURE[letter.toUpperCase()]);
  return rowsOf({ letters: all, flowing, flags: [] }, layout, policy)[0];
};

describe('the chances of a row\'s ends are those over every row that the looks could mean', () => {
  const looksOf = fc.array(evenly(0.02, 0.98), { minLength: 1, maxLength: 7 });
  /** Every row, weighed by how well each well's look fits and how often neighbours differ. */
  const every = (looks: readonly number[]) => Array.from({ length: 2 ** looks.length }, (_, bits) => {
    const row = looks.map((_look, i) => (bits >> i & 1 ? 'F' : 'N')).join('');
    const fits = looks.map((look, i) => (row[i] === 'F' ? look : 1 - look) * (i === 0 || row[i] === row[i - 1] ? 0.7 : 0.3));
    return { row, weight: fits.reduce((product, one) => product * one) };
  });
  const chances = (looks: readonly number[], policy: 'FIRST_BREAK' | 'LAST_FLOWING', prozone: number) => {
    const rows = every(looks);
    const all = rows.reduce((sum, { weight }) => sum + weight, 0);
    return Array.from({ length: looks.length + 1 }, (_, end) => rows.filter(({ row }) => endPointOf(row, policy, prozone) === end).reduce((sum, { weight }) => sum + weight, 0) / all);
  };
  const close = (numbers: number[]) => numbers.map((one) => expect.closeTo(one, 9));

  test('FIRST_BREAK, with any prozone', () => fc.assert(fc.property(looksOf, fc.integer({ min: 0, max: 3 }), (looks, prozone) => {
    expect(firstBreakChances(looks, prozone)).toEqual(close(chances(looks, 'FIRST_BREAK', prozone)));
  }), { numRuns: 60 }));

  test('LAST_FLOWING', () => fc.assert(fc.property(looksOf, (looks) => {
    expect(lastFlowingChances('F'.repeat(looks.length), looks)).toEqual(close(chances(looks, 'LAST_FLOWING', 0)));
  }), { numRuns: 60 }));

  test('a well that was read as neither class has no say under LAST_FLOWING', () => {
    expect(lastFlowingChances('FNUE', [0.9, 0.2, 0.9, 0.9])).toEqual([...lastFlowingChances('FN', [0.9, 0.2]), 0, 0]);
  });
});

describe('a row that could well end more than a column away', () => {
  test('is left open, and says why', () => {
    expect(rowOf('FFFfffffNNNN', { 4: 0.6, 5: 0.55, 6: 0.6, 7: 0.55, 8: 0.6 })).toEqual({ row: 'A', endPoint: null, titre: null, log2: null, flags: ['DOUBTFUL'] });
  });

  test('one that could end a column away is told, and doubtful', () => {
    expect(rowOf('FFFfNNNNNNNN', { 4: 0.55 })).toMatchObject({ endPoint: 4, flags: ['DOUBTFUL'] });
  });

  test('a plain one is told', () => {
    expect(rowOf('FFFFNNNNNNNN')).toMatchObject({ endPoint: 4, flags: [] });
    expect(rowOf('NFFFNNFNNNNN')).toMatchObject({ endPoint: 4, flags: ['GAP', 'PROZONE'] });
  });

  test('a row in which nothing flows is told, though each well could be a little more certain', () => {
    const faint = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [i + 1, 0.02]));
    expect(rowOf('NNNNNNNNNNNN', faint)).toMatchObject({ endPoint: 0, flags: [] });
    expect(rowOf('NNNNnnnNNNNN', { ...faint, 5: 0.4, 6: 0.45, 7: 0.4 })).toMatchObject({ endPoint: null });
  });

  test('the far end is what counts: a gap that may be none opens the row of the unbroken run, not that of the last Flowing well', () => {
    expect(rowOf('FFFnFFFNNNNN', { 4: 0.4 })).toMatchObject({ endPoint: null });
    expect(rowOf('FFFnFFFNNNNN', { 4: 0.4 }, 'LAST_FLOWING')).toMatchObject({ endPoint: 7 });
    expect(rowOf('FFFFNNNfNNNN', { 8: 0.55 })).toMatchObject({ endPoint: 4 });
    expect(rowOf('FFFFNNNfNNNN', { 8: 0.6 }, 'LAST_FLOWING')).toMatchObject({ endPoint: null, flags: expect.arrayContaining(['DOUBTFUL']) });
  });

  test('controls have no say, whatever they look like', () => {
    const layout = { ...DEFAULT_LAYOUT, controls: [4, 5, 6].map((column) => ({ well: `A${column}`, role: 'CELL_CONTROL' as const })) };
    expect(rowOf('FFFfffNNNNNN', { 4: 0.6, 5: 0.55, 6: 0.6 }, 'FIRST_BREAK', layout)).toMatchObject({ endPoint: 3 });
  });

  test('where the run did not tell how its wells look, the classes alone do', () => {
    expect(rowsOf({ letters: 'FFFfffffNNNN'.padEnd(96, 'N'), flowing: null, flags: [] }, DEFAULT_LAYOUT, 'FIRST_BREAK')[0]).toMatchObject({ endPoint: 8, flags: ['DOUBTFUL'] });
  });
});
