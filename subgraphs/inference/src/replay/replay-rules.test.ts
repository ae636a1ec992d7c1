import type { Reading, WellCall } from '../reading/plate-types.ts';
import { differencesBetween } from './replay-rules.ts';

const well = (given: Partial<WellCall> = {}): WellCall => ({
  name: 'A1', row: 'A', column: 1, class: 'FLOWING', predicted: 'FLOWING', flowing: 0.9, confidence: 0.9, centre: { x: 100, y: 100 }, radius: 40,
  measurements: { dropLength: 0.3, centroidShift: 0.1, redArea: 0.2, glare: 0 }, ...given,
});
const reading = (given: Partial<Reading> = {}): Reading => ({
  width: 1, height: 1, confidence: 0.8, orientation: 'UPRIGHT', flags: [{ code: 'DARK', value: 1, bound: 2 }], wells: [well()],
  grid: { source: 'FOUND', confidence: 1, corners: { A1: { x: 0, y: 0 }, A12: { x: 0, y: 0 }, H1: { x: 0, y: 0 }, H12: { x: 0, y: 0 } } }, ...given,
});
const against = (after: Reading, before: Parameters<typeof differencesBetween>[0] = reading()) => differencesBetween(before, after);

test('the same reading, and one within the tolerance, are equal', () => {
  expect(against(reading())).toEqual([]);
  expect(against(reading({ confidence: 0.8009, wells: [well({ confidence: 0.8991, centre: { x: 100.05, y: 100 }, radius: 40.09 })] }))).toEqual([]);
});

test.each<[string, Partial<Reading>, object]>([
  ['orientation', { orientation: null }, { what: 'ORIENTATION', well: null, before: 'UPRIGHT', after: null }],
  ['flags', { flags: [] }, { what: 'FLAGS', well: null, before: 'DARK', after: null }],
  ['confidence', { confidence: 0.79 }, { what: 'CONFIDENCE', well: null, before: '0.8', after: '0.79' }],
  ['a class', { wells: [well({ class: 'EMPTY' })] }, { what: 'CLASS', well: 'A1', before: 'FLOWING', after: 'EMPTY' }],
  ['a well\'s confidence', { wells: [well({ confidence: 0.7 })] }, { what: 'CONFIDENCE', well: 'A1', before: '0.9', after: '0.7' }],
  ['how it looks', { wells: [well({ flowing: 0.7 })] }, { what: 'FLOWING', well: 'A1', before: '0.9', after: '0.7' }],
  ['a centre', { wells: [well({ centre: { x: 101, y: 100 } })] }, { what: 'CENTRE', well: 'A1', before: '100, 100', after: '101, 100' }],
  ['a radius', { wells: [well({ radius: 41 })] }, { what: 'RADIUS', well: 'A1', before: '40', after: '41' }],
  ['a measurement', { wells: [well({ measurements: { ...well().measurements, glare: 0.5 } })] }, { what: 'MEASUREMENTS', well: 'A1', before: 'glare 0', after: 'glare 0.5' }],
])('tells %s, and nothing else', (_, after, difference) => {
  expect(against(reading(after))).toEqual([difference]);
});

test('what a reading of before did not record is no difference', () => {
  const { measurements: _measurements, ...old } = well();
  expect(against(reading(), { ...reading(), orientation: null, flags: [], wells: [old] })).toEqual([]);
});
