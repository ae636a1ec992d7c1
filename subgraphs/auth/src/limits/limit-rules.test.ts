import fc from 'fast-check';
import { addressBucket } from '@microplate/platform/identity';
import { attemptKey } from './limit-rules.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'], ['::ffff:192.0.2.7', '192.0.2.7'], [null, 'unknown'], ['', 'unknown'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:DB8:1:2::9', '2001:db8:1:2::/64'], ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'], ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'], ['nonsense', 'nonsense'],
])('%s counts as %s', (address, bucket) => {
  expect(addressBucket(address)).toBe(bucket);
});

test('whoever owns a /64 counts once, and every IPv4 address for itself', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  const groups = fc.array(group, { minLength: 4, maxLength: 4 });
  fc.assert(fc.property(groups, groups, groups, (network, host, other) => {
    expect(addressBucket([...network, ...host].join(':'))).toBe(addressBucket([...network, ...other].join(':')));
  }));
  fc.assert(fc.property(fc.ipV4(), fc.ipV4(), (a, b) => { expect(addressBucket(a) === addressBucket(b)).toBe(a === b); }));
});

test('acts, accounts and addresses never share a count, and the key does not show what was typed', () => {
  const keys = [attemptKey('login', 'account', 'x'), attemptKey('login', 'address', 'x'), attemptKey('register', 'account', 'x'), attemptKey('login', 'account', 'y')];
  expect(new Set(keys).size).toBe(4);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
});
