import { createPublicKey, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { deriveKey, generateSigningKey, privateKeyOf, seal, unseal } from './key-rules.ts';

const key = deriveKey('a secret of the tests, long enough to serve', 'signing-keys');

test('what was sealed opens to the same text, looks different each time, and opens with no other key', () => {
  const other = deriveKey('a secret of the tests, long enough to serve', 'refresh-successor');
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const sealed = seal(text, key);
    expect(unseal(sealed, key)).toBe(text);
    expect(seal(text, key)).not.toBe(sealed);
    expect(() => unseal(sealed, other)).toThrow();
  }));
});

test('a sealed text that was changed anywhere does not open', () => {
  fc.assert(fc.property(fc.string(), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, place, change) => {
    const bytes = Buffer.from(seal(text, key), 'base64url');
    bytes[place % bytes.length] ^= change;
    expect(() => unseal(bytes.toString('base64url'), key)).toThrow();
  }));
});

test('a pair signs and verifies, and its kid is the thumbprint of what is published', () => {
  const { jwk, pem } = generateSigningKey();
  const signature = sign('sha256', Buffer.from('plate'), privateKeyOf(pem));
  expect(verify('sha256', Buffer.from('plate'), createPublicKey({ key: { ...jwk }, format: 'jwk' }), signature)).toBe(true);
  expect(jwk.kid).toMatch(/^[\w-]{43}$/);
  expect(generateSigningKey().jwk.kid).not.toBe(jwk.kid);
});
