import { jest } from '@jest/globals';
import { anonymous, checkBinding, signContext, verifyContext } from '@microplate/platform/identity';
import { createRepeatedSigning } from './repeated-signing.ts';

const KEY = 'k'.repeat(40);
const sign = createRepeatedSigning();
const identity = anonymous('request-1');
const verified = (token: string, audience: string) => verifyContext(token, audience, { gateway: KEY });
const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

beforeAll(() => { jest.useFakeTimers({ now: 1_800_000_000_000 }); });
beforeEach(() => later(100_000));
afterAll(() => { jest.useRealTimers(); });

test('an equal request of one identity bears the same token for ten seconds, good for longer than a request takes', () => {
  const token = sign(identity, 'results', KEY, 'a');
  expect(token).toBe(signContext(identity, 'results', KEY, 'a'));
  later(9999);
  expect(sign(identity, 'results', KEY, 'a')).toBe(token);
  later(19_000);
  expect(verified(token, 'results').identity).toEqual(identity);
  const next = sign(identity, 'results', KEY, 'a');
  expect(next).not.toBe(token);
  later(29_000);
  expect(verified(next, 'results').identity).toEqual(identity);
});

test('another request, subgraph or identity gets its own', () => {
  const token = sign(identity, 'results', KEY, 'a');
  const claims = verified(sign(identity, 'results', KEY, 'b'), 'results');
  checkBinding(claims, 'b');
  expect(() => checkBinding(claims, 'a')).toThrow(/another request/);
  expect(() => verified(token, 'labware')).toThrow(/another service/);
  verified(sign(identity, 'labware', KEY, 'a'), 'labware');
  const other = { ...identity, permissions: ['plate:read'] };
  expect(verified(sign(other, 'results', KEY, 'a'), 'results').identity.permissions).toEqual(['plate:read']);
  expect(verified(sign(identity, 'results', KEY, 'a'), 'results').identity.permissions).toEqual([]);
});

test('many requests, or long ones, are not all kept', () => {
  const token = sign(identity, 'results', KEY, 'a');
  const long = sign(identity, 'results', KEY, 'x'.repeat(5000));
  later(1000);
  expect(sign(identity, 'results', KEY, 'x'.repeat(5000))).not.toBe(long);
  for (let index = 0; index < 29; index += 1) sign(identity, 'results', KEY, `b${index}`);
  expect(sign(identity, 'results', KEY, 'a')).not.toBe(token);
});
