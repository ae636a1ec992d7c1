import fc from 'fast-check';
import { hashOf, parseIdempotencyKey, parseRequest } from './request-rules.ts';

const IMAGE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const parse = (given: Record<string, unknown> = {}) => parseRequest({ imageId: IMAGE, sampleNo: 'S1', ...given });

test('what is left out takes its default', () => {
  expect(parse()).toEqual({ imageId: IMAGE, sampleNo: 'S1', submissionNo: null, plateNo: null, threshold: 0.5, priority: 5, modelVersion: null, calibration: null });
  expect(hashOf(parse())).toBe(hashOf(parse({ threshold: 0.5, priority: 5, plateNo: null })));
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
  const given = fc.record({ sampleNo: fc.constantFrom('A', 'B'), submissionNo: fc.constantFrom(null, 'A', 'B'), plateNo: fc.constantFrom(null, 'A', 'B'), threshold: fc.constantFrom(0, 0.5), priority: fc.constantFrom(1, 2) });
  fc.assert(fc.property(given, given, (a, b) => {
    expect(hashOf(parse(a)) === hashOf(parse(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
  }));
});

test('keys and ids', () => {
  expect(parseIdempotencyKey(undefined)).toBeNull();
  expect(parseIdempotencyKey('k 1')).toBe('k 1');
  for (const key of ['', 'x'.repeat(129), 'é', '\n']) expect(() => parseIdempotencyKey(key)).toThrow(/idempotencyKey/);
});
