import { createTestDatabase } from '@microplate/platform/testing';
import { DEVELOPMENT_USERS, createAdmin, seedDevelopmentUsers } from '../src/commands.ts';
import { createAuthDeps } from '../src/deps.ts';
import { createAuthSubgraph } from '../src/subgraph.ts';
import { codeOf, createStand, logIn, recordingLogger, settingsFor, type Stand } from './stand.ts';

let stand: Stand;
let hashed = 0;
const counting: NonNullable<Parameters<typeof createStand>[1]>['hasher'] = ({ hasher }) =>
  ({ ...hasher, hash: (password) => { hashed++; return hasher.hash(password); } });
beforeAll(async () => { stand = await createStand({ AUTH_SEED_DEVELOPMENT: 'true' }, { hasher: counting }); });
afterAll(() => stand.subgraph.dispose());

test('a development start makes the four sign-ins, each with its role', async () => {
  const roles: Record<string, string[]> = {};
  for (const { email, username, password } of DEVELOPMENT_USERS) {
    for (const login of [email, username]) roles[login] = (await logIn(stand, login, password)).data.login.user.roles;
  }
  expect(roles).toEqual({
    'admin@microplate-ai.com': ['admin'], admin: ['admin'], 'john.doe@microplate-ai.com': ['operator'], john_doe: ['operator'],
    'jane.smith@microplate-ai.com': ['viewer'], jane_smith: ['viewer'], 'lab.tech@microplate-ai.com': ['lab_tech'], lab_tech: ['lab_tech'] });
});

test('the next start hashes nothing; a missing one alone is made again, and a changed one is left alone', async () => {
  expect(hashed).toBe(4);
  await seedDevelopmentUsers(stand.deps);
  expect(hashed).toBe(4);
  await stand.sql("delete from app_user where username_key = 'lab_tech'");
  await stand.sql("delete from user_role where user_id = (select id from app_user where username_key = 'john_doe')");
  await seedDevelopmentUsers(stand.deps);
  expect(hashed).toBe(5);
  expect((await logIn(stand, 'lab_tech', 'Test123!')).data.login.user.roles).toEqual(['lab_tech']);
  expect((await logIn(stand, 'john_doe', 'Test123!')).data.login.user.roles).toEqual([]);
});

test.each<Record<string, string>>([{ NODE_ENV: 'production' }, { AUTH_HOST: '0.0.0.0' }, { AUTH_HOST: '::' }, { GATEWAY_HOST: '192.168.1.5' }, { GATEWAY_HOST: '127.evil.org' }])(
  'with %j a start that should seed stops, and nobody is made', async (given) => {
    const { url } = await createTestDatabase();
    const deps = await createAuthDeps(settingsFor(url, { AUTH_SEED_DEVELOPMENT: 'true', ...given }), { logger: recordingLogger().logger });
    await expect(createAuthSubgraph(deps).start()).rejects.toThrow('never made');
    expect(await deps.database.em().execute('select 1 from app_user')).toEqual([]);
    await deps.dispose();
  });

test('the first admin of a production system comes from the command line, before auth ever started', async () => {
  const { url } = await createTestDatabase();
  const deps = await createAuthDeps(settingsFor(url, { NODE_ENV: 'production' }), { logger: recordingLogger().logger });
  try {
    const made = await createAdmin(deps, { email: 'boss@example.org', password: 'Cells-settle-2026' });
    expect(made).toEqual({ id: expect.any(String), username: 'boss' });
    expect((await createAdmin(deps, { email: 'boss@example.com', password: 'Cells-settle-2026' })).username).toBe('boss_2');
    await expect(createAdmin(deps, { email: 'BOSS@example.org', password: 'Cells-settle-2026' })).rejects.toMatchObject({ code: 'EMAIL_ALREADY_EXISTS' });
    await expect(createAdmin(deps, { email: 'b@example.org', password: 'Admin123!' })).rejects.toMatchObject({ code: 'PASSWORD_POLICY' });
    await expect(createAdmin(deps, { email: 'nobody', password: 'Cells-settle-2026' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const audited = await deps.database.em().execute("select action, user_id from audit_entry order by id limit 1");
    expect(audited).toEqual([{ action: 'admin.created', user_id: made.id }]);
  } finally {
    await deps.dispose();
  }
  const running = await createStand({ NODE_ENV: 'production' }, { url });
  try {
    const answer = await logIn(running, 'boss', 'Cells-settle-2026');
    expect(codeOf(answer)).toBeUndefined();
    expect(answer.data.login.user).toMatchObject({ roles: ['admin'], permissions: expect.arrayContaining(['users:manage', 'roles:manage', 'audit:view', 'results:delete']) });
    expect(answer.data.login.user.permissions).toHaveLength(11);
  } finally {
    await running.subgraph.dispose();
  }
});
