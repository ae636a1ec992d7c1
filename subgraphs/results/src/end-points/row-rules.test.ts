import type { WellOfRun } from '@microplate/schema/events';
import type { Layout } from '@microplate/schema/report';
import { DEFAULT_LAYOUT, canPool, dilutionOf, serumWells } from './layout-rules.ts';
import { rowsOf } from './row-rules.ts';
import { titreOf } from './titre-rules.ts';
import { letterAt, lettersOf } from './well-rules.ts';

const plate = (...rows: string[]) => Array.from({ length: 8 }, (_, index) => rows[index] ?? 'NNNNNNNNNNNN').join('');
const layout = (given: Partial<Layout>): Layout => ({ ...DEFAULT_LAYOUT, ...given });
const wells = (role: Layout['controls'][number]['role'], names: string[], expectedTitre?: number) => names.map((well) => ({ well, role, expectedTitre }));
const column = (number: number) => ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((row) => `${row}${number}`);
const first = (letters: string, of: Layout = DEFAULT_LAYOUT, flowing: number[] | null = null) => rowsOf({ letters, flowing, flags: [] }, of, 'FIRST_BREAK');

test.each([
  [0, '<2', 2, 'BELOW', 0], [1, '2', 2, 'NONE', 1], [6, '64', 64, 'NONE', 6], [11, '2048', 2048, 'NONE', 11], [12, '>=4096', 4096, 'AT_LEAST', 12],
])('end point %i of the default layout is titre %s', (endPoint, text, value, censoring, log2) => {
  const [row] = first(plate('F'.repeat(endPoint) + 'N'.repeat(12 - endPoint)));
  expect(row).toEqual({ row: 'A', endPoint, titre: { text, value, censoring }, log2, flags: [] });
});

test('a start of 1:10 gives <10, 10, 20 and >=20480; an odd factor no noise', () => {
  expect([0, 1, 2, 12].map((end) => titreOf(end, 12, { start: 10, factor: 2 }).text)).toEqual(['<10', '10', '20', '>=20480']);
  expect(titreOf(3, 12, { start: 0.1, factor: 3 }).text).toBe('0.9');
  expect(dilutionOf({ start: 5, factor: 4 }, 3)).toBe(80);
});

test('a row that can not be told has no titre', () => {
  expect(first(plate('EEEEEEEEEEEE', 'FFUFNNNNNNNN')).slice(0, 2)).toEqual([
    { row: 'A', endPoint: null, titre: null, log2: null, flags: ['EMPTY_ROW'] },
    { row: 'B', endPoint: null, titre: null, log2: null, flags: ['UNREADABLE'] }]);
});

test('direction: the first dilution may be at column 12', () => {
  expect(first(plate('NNNNNNNNNFFF'), layout({ direction: 'RIGHT_TO_LEFT' }))[0].endPoint).toBe(3);
});

test('control columns are no dilutions: end points and censoring count the serum wells', () => {
  const controlled = layout({ controls: wells('CELL_CONTROL', column(12)) });
  expect(serumWells(controlled, 'C')).toHaveLength(11);
  expect(first(plate('FFFFFFFFFFFF'), controlled)[0].titre).toEqual({ value: 2048, censoring: 'AT_LEAST', text: '>=2048' });
});

test.each([
  ['cell control all Flowing', wells('CELL_CONTROL', ['H1', 'H2']), 'FFNNNNNNNNNN', false],
  ['cell control not Flowing', wells('CELL_CONTROL', ['H1', 'H3']), 'FFNNNNNNNNNN', true],
  ['cell control unreadable', wells('CELL_CONTROL', ['H1']), 'UFNNNNNNNNNN', true],
  ['antigen control all Non-Flowing', wells('ANTIGEN_CONTROL', ['H3', 'H4']), 'FFNNNNNNNNNN', false],
  ['antigen control Flowing', wells('ANTIGEN_CONTROL', ['H2', 'H3']), 'FFNNNNNNNNNN', true],
  ['antigen control empty', wells('ANTIGEN_CONTROL', ['H12']), 'FFNNNNNNNNNE', true],
  ...[['FFFFFNNNNNNN', false], ['FFFFFFFNNNNN', false], ['FFFFNNNNNNNN', true], ['FFFFFFFFNNNN', true], ['FFFFUNNNNNNN', true]].map(([row, failed]) =>
    ['positive serum expected at 64', wells('POSITIVE', Array.from({ length: 12 }, (_, index) => `H${index + 1}`), 64), row, failed]),
  ...[['NNNNNNNNNNNN', false], ['FFNNNNNNNNNN', false], ['FFFNNNNNNNNN', true], ['EEEEEEEEEEEE', true]].map(([row, failed]) =>
    ['negative serum', wells('NEGATIVE', Array.from({ length: 12 }, (_, index) => `H${index + 1}`)), row, failed]),
] as [string, Layout['controls'], string, boolean][])('%s: %#', (_, controls, lastRow, failed) => {
  const rows = first(plate(...Array.from({ length: 7 }, () => 'FFFFNNNNNNNN'), lastRow), layout({ controls }));
  expect(rows.filter(({ flags }) => flags.includes('CONTROL_FAILED'))).toHaveLength(failed ? rows.length : 0);
  expect(rows.slice(0, 7).map(({ endPoint }) => endPoint)).toEqual([4, 4, 4, 4, 4, 4, 4]);
});

test('a row of controls throughout is no row of the plate', () => {
  const controlled = layout({ controls: wells('NEGATIVE', Array.from({ length: 12 }, (_, index) => `H${index + 1}`)) });
  expect(first(plate(), controlled).map(({ row }) => row).join('')).toBe('ABCDEFG');
});

test('only plates of one start and factor pool', () => {
  expect(canPool([])).toBe(true);
  expect(canPool([DEFAULT_LAYOUT, layout({ version: 'other', hau: 8 })])).toBe(true);
  expect(canPool([DEFAULT_LAYOUT, layout({ start: 10 })])).toBe(false);
  expect(canPool([DEFAULT_LAYOUT, layout({ factor: 4 })])).toBe(false);
});

test('wells become letters by their place, whatever their order; one that is not named can not be told', () => {
  const given: WellOfRun[] = [['C', 12, 'EMPTY'], ['A', 1, 'FLOWING'], ['H', 12, 'NON_FLOWING']].map(([row, number, name]) =>
    ({ name: `${row}${number}`, row, column: number, class: name, confidence: 1 }) as WellOfRun);
  const letters = lettersOf(given);
  expect(letters).toHaveLength(96);
  expect(['A1', 'C12', 'H12', 'B7'].map((well) => letterAt(letters, well)).join('')).toBe('FENU');
});

test('a class of little confidence is a small letter, and counts as its class', () => {
  const well = (name: string, called: WellOfRun['class'], confidence: number) => ({ name, row: name[0], column: Number(name.slice(1)), class: called, confidence }) as WellOfRun;
  const letters = lettersOf([well('A1', 'FLOWING', 0.8), well('A2', 'FLOWING', 0.79), well('A3', 'NON_FLOWING', 0.5), well('A4', 'UNREADABLE', 0.2)]);
  expect(letters.slice(0, 5)).toBe('FfnUU');
  expect(['A1', 'A2', 'A3', 'A4'].map((name) => letterAt(letters, name)).join('')).toBe('FFNU');
});

test('so is one that its row has told; what the threshold made unreadable is that', () => {
  const told = (name: string, called: WellOfRun['class'], predicted: WellOfRun['class']) => ({ name, row: 'A', column: Number(name.slice(1)), class: called, predicted, confidence: 0.9 });
  expect(lettersOf([told('A1', 'FLOWING', 'FLOWING'), told('A2', 'FLOWING', 'NON_FLOWING'), told('A3', 'NON_FLOWING', 'FLOWING'), told('A4', 'UNREADABLE', 'FLOWING')]).slice(0, 4)).toBe('FfnU');
});

test.each([
  ['FFFfNNNNNNNN', 4, ['DOUBTFUL'], 'the last flowing well'],
  ['FFFFnNNNNNNN', 4, ['DOUBTFUL'], 'the first that does not flow'],
  ['FfFFNNNNNNNN', 4, ['DOUBTFUL'], 'a well in the run: without it the run would end'],
  ['FFFFNNNNnnnn', 4, [], 'wells after the break'],
  ['fFFFNNNNNNNN', 4, [], 'a first well that may be a prozone'],
  ['nNNNNNNNNNNN', 0, ['DOUBTFUL'], 'the well that would be the first to flow'],
])('%s ends at %s, flags %j: doubt at %s', (row, endPoint, flags) => {
  expect(first(plate(row))[0]).toMatchObject({ endPoint, flags });
});
