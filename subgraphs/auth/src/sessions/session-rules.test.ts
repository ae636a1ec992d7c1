import fc from 'fast-check';
import { judge, newRefreshToken, successorOf, tokenHash, type TokenState } from './session-rules.ts';

const key = Buffer.alloc(32, 7);
const text = fc.string({ minLength: 1 });

test('a token is 256 random bits, and another one each time', () => {
  const tokens = Array.from({ length: 100 }, newRefreshToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('a successor is the same each time, is as long as a token, and depends on family, parent and key', () => {
  fc.assert(fc.property(fc.uuid(), fc.uuid(), text, text, (family, otherFamily, parent, otherParent) => {
    const successor = successorOf(key, family, parent);
    expect(successorOf(key, family, parent)).toBe(successor);
    expect(Buffer.from(successor, 'base64url')).toHaveLength(32);
    if (otherFamily !== family) expect(successorOf(key, otherFamily, parent)).not.toBe(successor);
    if (otherParent !== parent) expect(successorOf(key, family, otherParent)).not.toBe(successor);
    expect(successorOf(Buffer.alloc(32, 8), family, parent)).not.toBe(successor);
    expect(tokenHash(successor)).not.toContain(successor);
  }));
});

const unused: TokenState = { usedAt: null, expiresAt: 100_000, revokedFor: null };
const spent: TokenState = { ...unused, usedAt: 50_000 };

test.each([
  [unused, 99_999, 'ROTATE'], [unused, 100_000, 'EXPIRED'],
  [spent, 60_000, 'REPEAT'], [spent, 60_001, 'REUSED'], [spent, 200_000, 'REUSED'],
  [{ ...unused, revokedFor: 'LOGOUT' }, 1, 'ENDED'], [{ ...spent, revokedFor: 'LOGOUT' }, 50_001, 'ENDED'],
  [{ ...unused, revokedFor: 'REUSE' }, 1, 'ENDED'], [{ ...spent, revokedFor: 'REUSE' }, 50_001, 'REUSED'],
] as [TokenState, number, string][])('%j at %d is %s', (token, now, verdict) => {
  expect(judge(token, now, 10_000)).toBe(verdict);
});

test('whatever happened, a revoked session never goes on, and a spent token never rotates twice', () => {
  const state = fc.record({ usedAt: fc.option(fc.nat(1000)), expiresAt: fc.nat(1000), revokedFor: fc.constantFrom(null, 'LOGOUT' as const, 'REUSE' as const) });
  fc.assert(fc.property(state, fc.nat(2000), fc.nat(100), (token, now, grace) => {
    const verdict = judge(token, now, grace);
    if (token.revokedFor) expect(['ENDED', 'REUSED']).toContain(verdict);
    if (token.usedAt !== null) expect(verdict).not.toBe('ROTATE');
    if (verdict === 'ROTATE' || verdict === 'REPEAT') expect(now).toBeLessThan(token.expiresAt);
  }));
});
