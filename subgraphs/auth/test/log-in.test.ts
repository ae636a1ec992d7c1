import bcrypt from 'bcryptjs';
import { GOOD_PASSWORD, addUser, codeOf, createStand, logIn, visitor, type Stand } from './stand.ts';

let stand: Stand;
const compared: (string | null)[] = [];

beforeAll(async () => {
  stand = await createStand({}, { hasher: ({ hasher }) => ({ ...hasher, matches: (password, hash) => { compared.push(hash); return hasher.matches(password, hash); } }) });
  for (const name of ['nok', 'somchai', 'victim', 'quick', 'late', 'slow']) await addUser(stand, name, { roles: ['operator'] });
});
afterAll(() => stand.subgraph.dispose());
beforeEach(() => { compared.length = 0; });

test('the e-mail address or the username signs in, in any case', async () => {
  for (const login of ['nok', 'NOK', 'nok@example.org', ' Nok@Example.ORG ']) {
    const { data } = await logIn(stand, login, GOOD_PASSWORD);
    expect(data.login.user).toMatchObject({ username: 'nok', displayName: 'nok Test', email: 'nok@example.org', roles: ['operator'] });
    expect(data.login.user.permissions).toEqual(['capture:image', 'capture:view', 'inference:run', 'interface:deliver', 'interface:generate', 'results:review', 'results:view']);
  }
});

test('unknown accounts and wrong passwords get one answer for the same work', async () => {
  const wrong = await logIn(stand, 'somchai', 'Wrong-password-1');
  const unknown = await Promise.all(['nobody', 'no@body.org', "' or 1=1 --", 'a\u0000b', '', 'x'.repeat(5000), 'ภาษาไทย'].map((login) => logIn(stand, login, 'Wrong-password-1')));
  for (const answer of unknown) expect(answer).toEqual(wrong);
  expect(codeOf(wrong)).toBe('INVALID_CREDENTIALS');
  expect(compared).toHaveLength(8);
});

test('the two take the same time', async () => {
  const slow = await createStand({ AUTH_BCRYPT_COST: '9', AUTH_LOGIN_LIMIT: '1000' });
  try {
    await addUser(slow, 'known');
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let n = 0; n < 8; n++) for (const login of ['known', 'unknown'] as const) {
      const begun = performance.now();
      await logIn(slow, login, 'Wrong-password-1');
      times[login].push(performance.now() - begun);
    }
    const best = (all: number[]) => Math.min(...all);
    expect(best(times.unknown) / best(times.known)).toBeGreaterThan(0.6);
    expect(best(times.unknown) / best(times.known)).toBeLessThan(1.6);
  } finally {
    await slow.subgraph.dispose();
  }
});

test('a password longer than bcrypt looks at is wrong even where its first 72 bytes are right', async () => {
  const long = `Aa1!${'x'.repeat(68)}`;
  await stand.sql("update app_user set password_hash = ? where username_key = 'late'", [await stand.deps.hasher.hash(long)]);
  expect(codeOf(await logIn(stand, 'late', long))).toBeUndefined();
  expect(codeOf(await logIn(stand, 'late', `${long}y`))).toBe('INVALID_CREDENTIALS');
});

test('five failures of one account close it for the rest of the window, to the right password too and from anywhere', async () => {
  for (let n = 0; n < 5; n++) expect(codeOf(await logIn(stand, n % 2 ? 'victim' : 'victim@example.org', 'Wrong-password-1'))).toBe('INVALID_CREDENTIALS');
  compared.length = 0;
  const answer = await logIn(stand, 'victim', GOOD_PASSWORD);
  expect(codeOf(answer)).toBe('RATE_LIMITED');
  expect(answer.errors![0].extensions.retryAfterSeconds).toBeGreaterThan(890);
  expect(answer.errors![0].extensions.retryAfterSeconds).toBeLessThanOrEqual(900);
  expect(compared).toEqual([]);
  stand.clock.forward(901);
  expect(codeOf(await logIn(stand, 'victim', GOOD_PASSWORD))).toBeUndefined();
});

test('five failures from one address close it, whatever the account; an IPv6 network counts as one', async () => {
  for (let n = 0; n < 5; n++) await logIn(stand, `guess${n}`, 'Wrong-password-1', visitor(`2001:db8:1:2::${n + 1}`));
  expect(codeOf(await logIn(stand, 'nok', GOOD_PASSWORD, visitor('2001:db8:1:2:ffff::9')))).toBe('RATE_LIMITED');
  expect(codeOf(await logIn(stand, 'nok', GOOD_PASSWORD, visitor('2001:db8:1:3::1')))).toBeUndefined();
});

test('a success forgives the account but not the address', async () => {
  const who = visitor('192.0.2.20');
  for (let n = 0; n < 4; n++) await logIn(stand, 'somchai', 'Wrong-password-1', who);
  expect(codeOf(await logIn(stand, 'somchai', GOOD_PASSWORD, who))).toBeUndefined();
  expect(codeOf(await logIn(stand, 'somchai', 'Wrong-password-1', who))).toBe('INVALID_CREDENTIALS');
  expect(codeOf(await logIn(stand, 'somchai', GOOD_PASSWORD, who))).toBe('RATE_LIMITED');
  expect(codeOf(await logIn(stand, 'somchai', GOOD_PASSWORD))).toBeUndefined();
});

test('twenty right log-ins at once all succeed; of twenty guesses at once five learn anything', async () => {
  const right = await Promise.all(Array.from({ length: 20 }, () => logIn(stand, 'quick', GOOD_PASSWORD, visitor('192.0.2.30'))));
  expect(right.map(codeOf)).toEqual(Array(20).fill(undefined));
  const guesses = await Promise.all(Array.from({ length: 20 }, () => logIn(stand, 'quick', 'Wrong-password-1')));
  expect(guesses.map(codeOf).filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
  expect(guesses.map(codeOf).filter((code) => code === 'RATE_LIMITED')).toHaveLength(15);
});

test('a right answer that comes back after the window filled up is not given away', async () => {
  const [gate, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { hasher } = stand.deps;
  stand.deps.hasher = { ...hasher, matches: async (...args) => { arrived.resolve(); await gate.promise; return hasher.matches(...args); } };
  const right = logIn(stand, 'slow', GOOD_PASSWORD);
  await arrived.promise;
  stand.deps.hasher = hasher;
  for (let n = 0; n < 5; n++) await logIn(stand, 'slow', 'Wrong-password-1');
  gate.resolve();
  expect(codeOf(await right)).toBe('RATE_LIMITED');
});

test('a hash of another cost is made anew at the next log-in, so that its comparison takes no telling time', async () => {
  const hashOf = async () => (await stand.sql("select password_hash from app_user where username_key = 'nok'"))[0].password_hash;
  await stand.sql("update app_user set password_hash = ? where username_key = 'nok'", [bcrypt.hashSync(GOOD_PASSWORD, 5)]);
  expect(codeOf(await logIn(stand, 'nok', GOOD_PASSWORD))).toBeUndefined();
  expect(await hashOf()).toMatch(/^\$2b\$04\$/);
  const renewed = await hashOf();
  expect(codeOf(await logIn(stand, 'nok', GOOD_PASSWORD))).toBeUndefined();
  expect(await hashOf()).toBe(renewed);
});

test('each outcome is audited; what was typed is not kept', async () => {
  const [good, bad, typo] = [visitor(), visitor(), visitor()];
  await logIn(stand, 'nok', GOOD_PASSWORD, good);
  await logIn(stand, 'nok', 'Wrong-password-1', bad);
  await logIn(stand, 'My-Secret-Passw0rd', 'x', typo);
  const rows = await stand.sql('select action, address from audit_entry where request_id in (?, ?, ?) order by id', [good.requestId, bad.requestId, typo.requestId]);
  expect(rows).toEqual([{ action: 'login', address: good.clientAddress }, { action: 'login.failed', address: bad.clientAddress }, { action: 'login.failed', address: typo.clientAddress }]);
  for (const table of ['audit_entry', 'attempt']) expect(JSON.stringify(await stand.sql(`select * from ${table}`)).toLowerCase()).not.toContain('my-secret');
});
