import fc from 'fast-check';
import { KNOWN_ROWS, sampleReport } from '../../test/sample-reports.ts';
import { number, text, toCsv } from './csv-rules.ts';
import type { Dialect } from './dialect.ts';
import { fileNameOf } from './file-name-rules.ts';
import { writeInterfaceFile } from './interface-file-rules.ts';
import { labwareV1Numbers } from './labware-rules.ts';

const write = (report: ReturnType<typeof sampleReport>, dialect: Dialect, testNumber: string | null = null) => writeInterfaceFile(report, { dialect, testNumber });
const linesOf = (content: string) => content.split('\n').slice(0, -1);
const countsOf = (buckets: Record<number, number>) => Array.from({ length: 12 }, (_, index) => buckets[index + 1] ?? 0);

describe('LABWARE_V1 computes as the original', () => {
  test('the known answer', () => {
    expect(labwareV1Numbers(countsOf({ 3: 1, 5: 2, 6: 2, 7: 2, 10: 1 }))).toEqual({ GMT: 6.13, MEAN: 0.67, SD: 0.85, CV: 1.27475488 });
  });
  test('no Flowing well: 0 in all four', () => {
    const { content } = write(sampleReport('S1', [{ rows: Array(8).fill(0) }]), 'LABWARE_V1');
    expect(linesOf(content).slice(-4)).toEqual(['S1,T001,GMT,0', 'S1,T001,MEAN,0', 'S1,T001,SD,0', 'S1,T001,CV,0']);
  });
  test('no trailing zeros: twelve rows in one bucket', () => {
    expect(labwareV1Numbers(countsOf({ 4: 12 }))).toEqual({ GMT: 4, MEAN: 1, SD: 3.32, CV: 3.31662479 });
    expect(linesOf(write(sampleReport('S1', [{ rows: Array(8).fill(4) }, { rows: Array(4).fill(4) }]), 'LABWARE_V1').content)).toContain('S1,T001,MEAN,1');
  });
});

test('where no row could be told, the LabWare dialects refuse to write zeros; the others say what there is', () => {
  const report = sampleReport('S1', [{ rows: Array(8).fill({ first: null, flags: ['EMPTY_ROW'] }) }]);
  for (const dialect of ['LABWARE_V2', 'LABWARE_V1'] as const) expect(() => write(report, dialect)).toThrow(expect.objectContaining({ code: 'NO_ACCEPTED_RESULT' }));
  for (const dialect of ['TITRES', 'LONG'] as const) expect(write(report, dialect).content).toContain('S1,T1,P1');
});

describe('TEST_NUMBER', () => {
  const report = sampleReport('S1', [{ submissionNo: 'T2', acceptedSeq: 9, rows: [1] }, { submissionNo: 'T1', acceptedSeq: 3, rows: [2] }]);
  const none = sampleReport('S1', [{ submissionNo: null, rows: [1] }]);
  const second = (content: string) => [...new Set(linesOf(content).slice(1).map((line) => line.split(',')[1]))];

  test('V2: the request\'s, else of the plate accepted last, else the sample number', () => {
    expect(second(write(report, 'LABWARE_V2', 'X9').content)).toEqual(['X9']);
    expect(second(write(report, 'LABWARE_V2').content)).toEqual(['T2']);
    expect(second(write(none, 'LABWARE_V2').content)).toEqual(['S1']);
  });
  test('V1: the request\'s, else T001', () => {
    expect(second(write(report, 'LABWARE_V1', 'X9').content)).toEqual(['X9']);
    expect(second(write(report, 'LABWARE_V1').content)).toEqual(['T001']);
  });
  test('TITRES and LONG: each plate\'s own', () => {
    expect(linesOf(write(report, 'TITRES').content).slice(1, 3)).toEqual(['S1,T2,P1:A,2', 'S1,T1,P2:A,4']);
    expect(second(write(report, 'LONG').content)).toEqual(['T2', 'T1']);
    expect(write(report, 'LONG').testNumber).toBeNull();
    expect(write(sampleReport('S1', [{ rows: [1] }]), 'LONG').testNumber).toBe('T1');
    expect(second(write(none, 'LONG', 'X9').content)).toEqual(['X9']);
  });
  test('LONG says so when it has no place for the request\'s', () => {
    expect(write(report, 'LONG', 'X9').warnings).toEqual(['Test number X9 is not in the file: LONG gives each well its plate\'s submission number.']);
    expect(write(none, 'LONG', 'X9').warnings).toEqual([]);
  });
});

describe('TITRES', () => {
  test('the known statistics, titres with their sign, nothing where it can\'t be told', () => {
    const rows = [...KNOWN_ROWS.slice(0, 5), 0, 12, { first: null, last: 4, flags: ['UNREADABLE' as const] }];
    expect(linesOf(write(sampleReport('S1', [{ rows }]), 'TITRES').content).slice(1, 9).map((line) => line.split(',').slice(2).join(' ')))
      .toEqual(['P1:A 8', 'P1:B 32', 'P1:C 32', 'P1:D 64', 'P1:E 64', 'P1:F <2', 'P1:G >=4096', 'P1:H ']);
    expect(linesOf(write(sampleReport('S1', [{ rows: KNOWN_ROWS }]), 'TITRES').content).slice(-4))
      .toEqual(['S1,T1,GMT,69.8', 'S1,T1,MEAN_LOG2,6.1250', 'S1,T1,SD_LOG2,2.0310', 'S1,T1,CV_PERCENT,33.1593']);
  });
  test('an undefined statistic is empty, and its reason a warning', () => {
    const { content, warnings } = write(sampleReport('S1', [{ rows: [{ first: null, flags: ['EMPTY_ROW'] }] }]), 'TITRES');
    expect(linesOf(content).slice(1)).toEqual(['S1,T1,P1:A,', 'S1,T1,GMT,', 'S1,T1,MEAN_LOG2,', 'S1,T1,SD_LOG2,', 'S1,T1,CV_PERCENT,']);
    expect(warnings).toContain('GMT is undefined: it needs more determined rows.');
  });
  test('plates by number, P2 before P10, the unnumbered last by the beginning of their id', () => {
    const report = sampleReport('S1', [{ plateNo: 'P10', rows: [1] }, { plateNo: null, id: 'abcdef01-0000-5000-8000-000000000000', rows: [1] }, { plateNo: 'P2', rows: [1] }]);
    expect(linesOf(write(report, 'TITRES').content).slice(1, 4).map((line) => line.split(',')[2])).toEqual(['P2:A', 'P10:A', 'abcdef01:A']);
  });
});

describe('warnings name plate and row', () => {
  const report = sampleReport('S1', [{
    model: { validated: false }, flags: [{ code: 'GLARE', value: 0.12345, bound: 0.08 }, { code: 'ORIENTATION_UNCERTAIN', value: null, bound: null }],
    rows: [4, { first: 2, last: 4, flags: ['GAP'] }, { first: 4, flags: ['PROZONE'] }, { first: null, last: 4, flags: ['UNREADABLE'] },
      0, { first: null, flags: ['EMPTY_ROW'] }, { first: 3, flags: ['CONTROL_FAILED'] }, { first: 5, flags: ['CONTROL_FAILED'] }],
  }]);
  const common = [
    'Plate P1: read by model hi-wells 1.0.0, which has not been validated.',
    'Plate P1: the photo is flagged GLARE (measured 0.123, bound 0.08).',
    'Plate P1: the photo is flagged ORIENTATION_UNCERTAIN.',
    'Plate P1, rows G H: a control of the plate failed.',
    'Plate P1, row B: a gap, Flowing again after a Non-Flowing well.',
    'Plate P1, row C: a prozone, Non-Flowing before the first Flowing well.',
    'Plate P1, row D: a well can\'t be read.',
    'Plate P1, row F: every well is empty.',
  ];
  test('in every dialect, the flags', () => {
    for (const dialect of ['LABWARE_V2', 'LABWARE_V1', 'TITRES', 'LONG'] as const) expect(write(report, dialect).warnings).toEqual(expect.arrayContaining(common));
    expect(write(report, 'LONG').warnings).toHaveLength(common.length);
  });
  test('by the dialect\'s own policy, what is not counted', () => {
    expect(write(report, 'LABWARE_V2').warnings.filter((warning) => warning.includes('told by')))
      .toEqual(['Plate P1, row F: the end point can\'t be told by LAST_FLOWING; it is in no bucket.']);
    expect(write(report, 'TITRES').warnings.filter((warning) => warning.includes('told by'))).toEqual([
      'Plate P1, row D: the end point can\'t be told by FIRST_BREAK; its ENTRY is empty.', 'Plate P1, row F: the end point can\'t be told by FIRST_BREAK; its ENTRY is empty.']);
    expect(write(report, 'LABWARE_V1').warnings).toContain('Plate P1, row E: no Flowing well; LABWARE_V1 has no bucket for it, so it is not counted.');
    expect(write(report, 'LABWARE_V2').warnings.join()).not.toContain('row E');
  });
  test('a plain plate has none', () => {
    for (const dialect of ['LABWARE_V2', 'LABWARE_V1', 'TITRES', 'LONG'] as const) expect(write(sampleReport('S1', [{ rows: KNOWN_ROWS }]), dialect).warnings).toEqual([]);
  });
  test('a censored titre\'s substitution is named', () => {
    expect(write(sampleReport('S1', [{ rows: [12, 3] }]), 'TITRES').warnings).toEqual([
      'Censored titres are in the statistics by substitution: exp(mean(ln titre)); below start = start / 2, from last = last.']);
  });
});

describe('CSV', () => {
  test('text that a spreadsheet would run is neutralised, numbers are not', () => {
    const cells = ['=1+1', '+1', '-1', '@x', '\tx', '\rx'];
    expect(toCsv(['A'], cells.map((cell) => [text(cell)]))).toBe('A\n\'=1+1\n\'+1\n\'-1\n\'@x\n\'\tx\n"\'\rx"\n');
    expect(toCsv(['A'], [[number(-1.5)], [number('>=4096')], [number(null)]])).toBe('A\n-1.5\n>=4096\n\n');
    expect(write(sampleReport('S1', [{ rows: [1], model: { name: '=cmd|\' /C calc\'!A0', version: '1,0' } }]), 'LONG').content).toContain(',"\'=cmd|\' /C calc\'!A0 1,0"\n');
  });
  test('whatever the cells hold, reading them back gives them again', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/^[=+\-@\t\r]+/, ''));
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(parseCsv(toCsv(['A', 'B', 'C'], rows.map((row) => row.map(text))))).toEqual([['A', 'B', 'C'], ...rows]);
    }));
  });
  test('no byte order mark, LF after the last line too', () => {
    const { content } = write(sampleReport('ตัวอย่าง', [{ rows: [1] }]), 'LABWARE_V2');
    expect([...Buffer.from(content).subarray(0, 6)]).toEqual([...Buffer.from('SAMPLE')]);
    expect(content).toMatch(/^ตัวอย่าง,T1,12,0\n$/m);
    expect(content).not.toContain('\r');
  });
});

describe('file names', () => {
  const at = new Date('2026-03-01T09:05:07.123Z');
  const name = (dialect: Dialect, sampleNo: string, timeZone = 'UTC', ordinal = 1) => fileNameOf({ dialect, sampleNo, at, timeZone }, ordinal);
  test('by dialect', () => {
    expect(name('LABWARE_V2', 'S1')).toBe('interface_S1_20260301_090507.csv');
    expect(name('LABWARE_V1', 'S1')).toBe(`interface_S1_${at.getTime()}.csv`);
    expect(name('TITRES', 'S1')).toBe('titres_S1_20260301_090507.csv');
    expect(name('LONG', 'S1')).toBe('wells_S1_20260301_090507.csv');
    expect(name('LABWARE_V2', 'S1', 'UTC', 2)).toBe('interface_S1_20260301_090507_2.csv');
  });
  test('another time zone by setting; midnight is 00', () => {
    expect(name('LABWARE_V2', 'S1', 'Asia/Bangkok')).toBe('interface_S1_20260301_160507.csv');
    expect(fileNameOf({ dialect: 'LONG', sampleNo: 'S1', at: new Date('2026-03-01T00:00:00Z'), timeZone: 'UTC' })).toBe('wells_S1_20260301_000000.csv');
  });
  test('safe whatever the label', () => {
    expect(name('LABWARE_V2', 'AM67/00123')).toBe('interface_AM67-00123_20260301_090507.csv');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (label) => { expect(name('TITRES', label)).toMatch(/^titres_[A-Za-z0-9._-]*_20260301_090507\.csv$/); }));
  });
});

/** A reader of RFC 4180 that knows nothing of the writer. */
const parseCsv = (content: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') { rows.push(row); row = []; }
  }
  return rows;
};
