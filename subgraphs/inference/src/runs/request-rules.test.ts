import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hashOf, parseIdempotencyKey, parseRequest } from './request-rules.ts';

const IMAGE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const parse = (given: Record<string, unknown> = {}) => parseRequest({ imageId: IMAGE, sampleNo: 'S1', ...given });

test('what is left out takes its default', () => {
  expect(parse()).toEqual({ imageId: IMAGE, sampleNo: 'S1', submissionNo: null, plateNo: null, threshold: 0.5, priority: 5, modelVersion: null, calibration: null,
    calibrationId: null, device: null, orientation: null, layout: null });
  expect(hashOf(parse())).toBe(hashOf(parse({ threshold: 0.5, priority: 5, plateNo: null })));
});

test('a request of before has the hash of before, also now that more can be asked', () => {
  expect(hashOf(parse())).toBe(createHash('sha256').update(JSON.stringify([IMAGE, 'S1', null, null, 0.5, 5, null, null])).digest('hex'));
});

test('where the wells are is told in one way', () => {
  const ID = '1f8fad5b-d9cb-469f-a165-70867728950e';
  expect(() => parse({ device: 'camera 1', calibrationId: ID })).toThrow(/either "calibrationId" or "device"/);
  expect(() => parse({ device: '=cmd' })).toThrow(/"device" should be/);
  expect(() => parse({ calibrationId: 'x' })).toThrow(/no calibration "x"/);
  expect(parse({ calibrationId: ID.toUpperCase(), orientation: 'TURNED_90', layout: ' poultry ' })).toMatchObject({ calibrationId: ID, orientation: 'TURNED_90', layout: 'poultry' });
});

test('a label has one form: the same hash however it was written', () => {
  expect(hashOf(parse({ sampleNo: ' e\u0301 1 ' }))).toBe(hashOf(parse({ sampleNo: '\u00e9 1' })));
});

test('a threshold is taken from 0 to 1 and nowhere else', () => {
  fc.assert(fc.property(fc.double(), (threshold) => {
    if (threshold >= 0 && threshold <= 1) expect(parse({ threshold }).threshold).toBe(threshold);
    else expect(() => parse({ threshold })).toThrow(/"threshold" should be from 0 to 1/);
  }));
});

test('requests that differ in any value have another hash', () => {
  const given = fc.record({ sampleNo: fc.constantFrom('A', 'B'), submissionNo: fc.constantFrom(null, 'A', 'B'), plateNo: fc.constantFrom(null, 'A', 'B'), threshold: fc.constantFrom(0, 0.5), priority: fc.constantFrom(1, 2),
    device: fc.constantFrom(null, 'A', 'B'), orientation: fc.constantFrom(null, 'UPRIGHT', 'MIRRORED'), layout: fc.constantFrom(null, 'A', 'B') });
  fc.assert(fc.property(given, given, (a, b) => {
    expect(hashOf(parse(a)) === hashOf(parse(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
  }));
});

test('keys and ids', () => {
  expect(parseIdempotencyKey(undefined)).toBeNull();
  expect(parseIdempotencyKey('k 1')).toBe('k 1');
  for (const key of ['', 'x'.repeat(129), 'é', '\n']) expect(() => parseIdempotencyKey(key)).toThrow(/idempotencyKey/);
});
