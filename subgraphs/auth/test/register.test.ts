import { GOOD_PASSWORD, codeOf, createStand, logIn, register, visitor, type Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => { stand = await createStand(); });
afterAll(() => stand.subgraph.dispose());

const accounts = async () => Number((await stand.sql('select count(*) as n from app_user'))[0].n);

test('a new account is signed in, sees itself, and has no role and no permission', async () => {
  const { data } = await register(stand, { email: ' Mali@Example.org ', username: 'Mali_1', firstName: 'มะลิ', lastName: 'Suk' });
  expect(data.register).toMatchObject({ expiresIn: 600, user: { username: 'Mali_1', email: 'Mali@Example.org', displayName: 'มะลิ Suk', roles: [], permissions: [] } });
  expect(codeOf(await logIn(stand, 'MALI@example.ORG', GOOD_PASSWORD))).toBeUndefined();
});

test('a name that is taken, in any case, is told apart by its code', async () => {
  await register(stand, { email: 'taken@example.org', username: 'taken' });
  const before = await accounts();
  expect(codeOf(await register(stand, { email: 'TAKEN@Example.org', username: 'other' }))).toBe('EMAIL_ALREADY_EXISTS');
  expect(codeOf(await register(stand, { email: 'other@example.org', username: 'Taken' }))).toBe('USERNAME_ALREADY_EXISTS');
  expect(await accounts()).toBe(before);
});

test('of several who take a name at the same moment one gets it', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map((n) => register(stand, { email: `race${n}@example.org`, username: 'racer' })));
  expect(answers.map(codeOf).sort()).toEqual(['USERNAME_ALREADY_EXISTS', 'USERNAME_ALREADY_EXISTS', 'USERNAME_ALREADY_EXISTS', undefined]);
});

test.each([
  ['email', { email: 'no-address' }], ['email', { email: 'a\u0000b@example.org' }], ['email', { email: `${'a'.repeat(250)}@example.org` }],
  ['username', { username: 'ab' }], ['username', { username: 'a'.repeat(31) }], ['username', { username: 'a b' }], ['username', { username: 'มะลิ' }],
  ['firstName', { firstName: 'a\u0000' }], ['lastName', { lastName: 'x'.repeat(101) }],
])('a bad %s is BAD_USER_INPUT that names it: %j', async (field, input) => {
  const before = await accounts();
  const answer = await register(stand, { email: 'bad@example.org', username: 'bad', ...input });
  expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  expect(answer.errors![0].extensions.field).toBe(field);
  expect(await accounts()).toBe(before);
});

test('a bad password is PASSWORD_POLICY with each rule it breaks, and does not come back in the message', async () => {
  const answer = await register(stand, { password: 'plate' });
  expect(codeOf(answer)).toBe('PASSWORD_POLICY');
  expect(answer.errors![0].extensions.rules).toEqual(['LENGTH', 'UPPER', 'DIGIT', 'SPECIAL']);
  expect(answer.errors![0].message).toMatch(/8 characters.*upper-case.*digit.*special/);
  expect(codeOf(await register(stand, { password: `Aa1!${'ก'.repeat(23)}` }))).toBe('PASSWORD_POLICY');
});

test('nobody chooses a role', async () => {
  for (const extra of [{ role: 'admin' }, { roles: ['admin'] }, { permissions: ['users:manage'] }]) {
    const answer = await register(stand, { email: 'role@example.org', username: 'role_taker', ...extra });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.status).toBeLessThan(500);
  }
  expect(await stand.sql("select 1 from app_user where username_key = 'role_taker'")).toEqual([]);
});

test('the fourth registration from one address within the hour is RATE_LIMITED, and free again afterwards', async () => {
  const who = visitor('203.0.113.9');
  for (const n of [1, 2, 3]) expect(codeOf(await register(stand, { email: `many${n}@example.org`, username: `many${n}` }, who))).toBeUndefined();
  const answer = await register(stand, { email: 'many4@example.org', username: 'many4' }, who);
  expect(codeOf(answer)).toBe('RATE_LIMITED');
  expect(answer.errors![0].extensions.retryAfterSeconds).toBeGreaterThan(3500);
  stand.clock.forward(3601);
  expect(codeOf(await register(stand, { email: 'many4@example.org', username: 'many4' }, who))).toBeUndefined();
});

test('what only the form would have caught is not counted', async () => {
  const who = visitor('203.0.113.10');
  for (let n = 0; n < 5; n++) expect(codeOf(await register(stand, { username: 'x' }, who))).toBe('BAD_USER_INPUT');
  expect(codeOf(await register(stand, { email: 'slip@example.org', username: 'slip' }, who))).toBeUndefined();
});

test('the act is audited with its request and address, and without the password or the tokens', async () => {
  const who = visitor('198.51.100.7');
  const { data } = await register(stand, { email: 'audited@example.org', username: 'audited' }, who);
  const rows = await stand.sql('select action, user_id, request_id, address, details::text from audit_entry where request_id = ?', [who.requestId]);
  expect(rows).toEqual([{ action: 'account.registered', user_id: data.register.user.id, request_id: who.requestId, address: '198.51.100.7', details: '{}' }]);
  await expect(stand.sql('delete from audit_entry')).rejects.toThrow('append-only');
});

test('closed registration is FORBIDDEN and leaves nothing', async () => {
  const closed = await createStand({ NODE_ENV: 'production' });
  try {
    expect(codeOf(await register(closed, {}))).toBe('FORBIDDEN');
    expect(await closed.sql('select 1 from app_user')).toEqual([]);
  } finally {
    await closed.subgraph.dispose();
  }
});
