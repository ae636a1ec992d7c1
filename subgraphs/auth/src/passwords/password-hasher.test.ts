import { monitorEventLoopDelay } from 'node:perf_hooks';
import bcrypt from 'bcryptjs';
import { createPasswordHasher, nobodysHash, type PasswordHasher } from './password-hasher.ts';

let hasher: PasswordHasher;
beforeAll(() => { hasher = createPasswordHasher({ cost: 4 }); });
afterAll(() => hasher.dispose());

test('what was hashed matches, in either normal form, and nothing else does', async () => {
  const hash = await hasher.hash('Caf\u00e9-96-wells');
  expect(hash).toMatch(/^\$2[ab]\$04\$/);
  expect(await hasher.matches('Cafe\u0301-96-wells', hash)).toBe(true);
  expect(await hasher.matches('Cafe-96-wells', hash)).toBe(false);
});

test('nobody has a hash that looks real, costs the same, and matches nothing', async () => {
  expect(bcrypt.getRounds(nobodysHash(12))).toBe(12);
  expect(nobodysHash(4)).toHaveLength(bcrypt.hashSync('x', 4).length);
  for (const password of ['', 'x', 'Test123!']) expect(await hasher.matches(password, null)).toBe(false);
});

test('hashing leaves the event loop free', async () => {
  const slow = createPasswordHasher({ cost: 12 });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  try {
    await slow.hash('warm');
    delay.enable();
    const begun = performance.now();
    await slow.hash('Plate-96-wells!');
    const took = performance.now() - begun;
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(took / 2);
  } finally {
    await slow.dispose();
  }
});

test('more waiting than can be served soon is SERVICE_UNAVAILABLE, not an ever longer queue', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 100 }, () => hasher.matches('x', null)));
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused.length).toBeGreaterThan(20);
  for (const { reason } of refused) expect(reason.code).toBe('SERVICE_UNAVAILABLE');
  expect(await hasher.matches('x', null)).toBe(false);
});
