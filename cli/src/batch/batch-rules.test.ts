import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isPhotoName, labelsOf, requestKey } from './batch-rules.ts';
import { openJournal } from './journal.ts';
import type { Outcome } from './outcome.ts';
import { csvOf, tableOf } from './summary.ts';

const outcome: Outcome = {
  file: 'one.jpg', sampleNo: 'S1', submissionNo: 'T1', plateNo: 'P1', sha256: 'a'.repeat(64), key: 'k1', status: 'READ', code: null, message: null, runId: 'r', model: 'well-classifier 9',
  confidence: 0.91, flags: ['GLARE', 'B:GAP'], titres: { A: '16', B: '<2', C: null, D: '>=4096' }, gmt: 22.63,
};
const refused: Outcome = { ...outcome, file: '=cmd.jpg', key: 'k2', status: 'REFUSED', code: 'NO_PLATE_FOUND', message: 'No plate, "none". Photograph one.', confidence: null, flags: [], titres: {}, gmt: null, runId: null };

test.each([
  ['AM67-00123,T1,P1.jpg', {}, { sampleNo: 'AM67-00123', submissionNo: 'T1', plateNo: 'P1' }],
  ['ก-1|T1| P1 .jpeg', { sample: 'other' }, { sampleNo: 'ก-1', submissionNo: 'T1', plateNo: 'P1' }],
  ['IMG_0042.JPG', { sample: 'S1' }, { sampleNo: 'S1', plateNo: 'IMG_0042' }],
  ['_plate (2).png', { sample: 'S1', submission: 'T9' }, { sampleNo: 'S1', submissionNo: 'T9', plateNo: 'plate -2-' }],
  ['IMG_0042.JPG', {}, null],
  ['a,b.jpg', {}, null],
  ['a,,c.jpg', {}, null],
])('labels of %s with %j', (name, given, labels) => expect(labelsOf(name, given)).toEqual(labels));

test('photographs are told by their names, and hidden files are none', () => {
  expect(['a.jpg', 'b.JPEG', 'c.tif', 'd.webp', '.e.jpg', 'f.csv', 'jpg'].filter(isPhotoName)).toEqual(['a.jpg', 'b.JPEG', 'c.tif', 'd.webp']);
});

test('the same request has the same key, another threshold or label has another, and a key fits readPlate', () => {
  const labels = { sampleNo: 'S', plateNo: 'P' };
  expect(requestKey('a', labels)).toBe(requestKey('a', { ...labels }));
  expect(new Set([requestKey('a', labels), requestKey('b', labels), requestKey('a', labels, { threshold: 0.6 }), requestKey('a', labels, { device: 'box-1' }), requestKey('a', { ...labels, plateNo: 'Q' })]).size).toBe(5);
  expect(requestKey('a', labels).length).toBeLessThan(64);
});

describe('journal', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'journal-')); });
  afterEach(() => rm(folder, { recursive: true }));

  test('keeps outcomes, and a line that was cut short costs that line alone', async () => {
    const file = path.join(folder, 'journal');
    await (await openJournal(file)).add(outcome);
    await writeFile(file, `${await readFile(file, 'utf8')}{"key":"torn`);
    const again = await openJournal(file);
    expect([...again.known.values()]).toEqual([outcome]);
    await again.add(refused);
    expect([...(await openJournal(file)).known.keys()]).toEqual(['k1', 'k2']);
  });
});

test('the CSV has one row a photo, quoted where needed, with signs kept and formulas neutralised', () => {
  const [header, first, second] = csvOf([outcome, refused]).split('\n');
  expect(header).toBe('FILE,SAMPLE_NUMBER,TEST_NUMBER,PLATE,STATUS,CODE,CONFIDENCE,A,B,C,D,E,F,G,H,GMT,FLAGS,RUN,MODEL,SHA256,MESSAGE');
  expect(first).toBe(`one.jpg,S1,T1,P1,READ,,0.9100,16,<2,,>=4096,,,,,22.6,GLARE B:GAP,r,well-classifier 9,${'a'.repeat(64)},`);
  expect(second).toContain("'=cmd.jpg,S1,T1,P1,REFUSED,NO_PLATE_FOUND,");
  expect(second).toContain('"No plate, ""none"". Photograph one."');
});

test('the table tells titres, and the reason where there are none', () => {
  const text = tableOf([outcome, refused]);
  expect(text).toMatch(/one\.jpg +S1 +P1 +16 +<2 +- +>=4096/);
  expect(text).toContain('NO_PLATE_FOUND: No plate, "none".');
});
