import { createTestDatabase } from '@microplate/platform/testing';
import { readAuthSettings } from '../src/config.ts';
import { GATEWAY_KEY, GOOD_PASSWORD, addUser, codeOf, createStand, logIn, logOut, refresh, register, settingsFor } from './stand.ts';

test('a second start on the same tables changes nothing', async () => {
  const { url } = await createTestDatabase();
  const tables = ['migrations', 'permission', 'role', 'role_permission', 'signing_key'];
  const contents: string[] = [];
  for (let start = 0; start < 2; start++) {
    const stand = await createStand({}, { url });
    await stand.deps.database.migrate();
    contents.push(JSON.stringify(await Promise.all(tables.map((table) => stand.sql(`select * from ${table} order by 1, 2`)))));
    await stand.subgraph.dispose();
  }
  expect(contents[1]).toBe(contents[0]);
});

test('every table and every unique key carries the lab, but for the log of what is told, whose key is its stream', async () => {
  const stand = await createStand();
  const without = await stand.sql(
    `select indexrelid::regclass::text as name from pg_index join pg_class c on c.oid = indrelid
     where indisunique and c.relnamespace = 'public'::regnamespace and c.relname not in ('migrations', 'event', 'event_stream')
       and not exists (select 1 from pg_attribute a where a.attrelid = indrelid and a.attname = 'lab_id' and a.attnum = any(indkey))`);
  expect(without).toEqual([]);
  await stand.subgraph.dispose();
});

test('wrong settings are all named, without their values', () => {
  const wrong = { SERVICE_KEY_GATEWAY_AUTH: 'short', AUTH_KEY_SECRET: 'tiny', AUTH_BCRYPT_COST: '99', REGISTRATION: 'maybe', AUTH_SEED_DEVELOPMENT: 'yes' };
  const read = () => readAuthSettings(wrong);
  for (const name of Object.keys(wrong)) expect(read).toThrow(name);
  for (const value of ['short', 'tiny']) expect(read).not.toThrow(new RegExp(`\\b${value}\\b`));
});

test('registration is open in development, closed in production, and as set otherwise', () => {
  expect(settingsFor('postgres://x').REGISTRATION).toBe('open');
  expect(settingsFor('postgres://x', { NODE_ENV: 'production' }).REGISTRATION).toBe('closed');
  expect(settingsFor('postgres://x', { NODE_ENV: 'production', REGISTRATION: 'open' }).REGISTRATION).toBe('open');
});

test('nothing secret is ever logged, not even by a failure nobody foresaw', async () => {
  const stand = await createStand({ AUTH_SEED_DEVELOPMENT: 'true' });
  try {
    const { data } = await register(stand, {});
    const { data: again } = await refresh(stand, data.register.refreshToken);
    await logIn(stand, 'ann', 'Wrong-password-1');
    await logOut(stand, again.refreshToken.refreshToken);
    const hash = (await stand.sql("select password_hash from app_user where username_key = 'ann'"))[0].password_hash;
    await addUser(stand, 'ben');
    await stand.sql('alter table refresh_token rename to elsewhere');
    await stand.sql('alter table app_user rename column first_name to given_name');
    for (const answer of [await logIn(stand, 'ben', GOOD_PASSWORD), await refresh(stand, again.refreshToken.refreshToken), await register(stand, { username: 'cyd', email: 'cy@example.org' })]) {
      expect(codeOf(answer)).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(answer)).not.toMatch(/stack|select|insert|app_user/i);
    }
    expect(stand.log.text()).toContain('unexpected failure');
    const secrets = [GOOD_PASSWORD, 'Wrong-password-1', 'Admin123!', 'Test123!', hash, '$2b$', data.register.refreshToken, data.register.accessToken,
      again.refreshToken.refreshToken, again.refreshToken.accessToken, GATEWAY_KEY, stand.deps.settings.AUTH_KEY_SECRET, 'PRIVATE KEY'];
    for (const secret of secrets) expect(stand.log.text()).not.toContain(secret);
  } finally {
    await stand.subgraph.dispose();
  }
});

test('it says that it is well, and whether its database answers', async () => {
  const stand = await createStand();
  const get = async (path: string) => (await stand.subgraph.fetch(new Request(`http://auth.test${path}`))).status;
  expect([await get('/health'), await get('/ready'), await get('/metrics'), await get('/nowhere')]).toEqual([200, 200, 200, 404]);
  await stand.subgraph.dispose();
});
