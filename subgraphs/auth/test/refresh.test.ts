import { createHash } from 'node:crypto';
import { callerOf } from '@microplate/platform/testing';
import { createAuthDeps } from '../src/deps.ts';
import { sweep } from '../src/sessions/sweep.ts';
import { createAuthSubgraph } from '../src/subgraph.ts';
import { GATEWAY_KEY, GOOD_PASSWORD, addUser, codeOf, createStand, logIn, logOut, refresh, settingsFor, visitor, type Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await createStand();
  for (const name of ['pim', 'other']) await addUser(stand, name, { roles: ['viewer'] });
});
afterAll(() => stand.subgraph.dispose());

const begin = async (login = 'pim'): Promise<string> => (await logIn(stand, login, GOOD_PASSWORD)).data.login.refreshToken;
const next = async (token: string): Promise<string> => {
  const answer = await refresh(stand, token);
  expect(codeOf(answer)).toBeUndefined();
  return answer.data.refreshToken.refreshToken;
};

test('a refresh gives a new pair with the roles of this moment, in the same session', async () => {
  const first = (await logIn(stand, 'other', GOOD_PASSWORD)).data.login;
  await stand.sql("insert into user_role (lab_id, user_id, role) values ('default', ?, 'operator')", [first.user.id]);
  const { data } = await refresh(stand, first.refreshToken);
  expect(data.refreshToken.user).toMatchObject({ id: first.user.id, email: 'other@example.org', roles: ['operator', 'viewer'] });
  expect(data.refreshToken.refreshToken).not.toBe(first.refreshToken);
  const claims = [first, data.refreshToken].map(({ accessToken }) => JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()));
  expect(claims[1].sid).toBe(claims[0].sid);
  expect(claims[1].jti).not.toBe(claims[0].jti);
  expect(claims[1].permissions).toContain('results:review');
});

test('only the sha256 of a token is stored', async () => {
  const token = await begin();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const stored = JSON.stringify([await stand.sql('select * from refresh_token'), await stand.sql('select * from refresh_family')]);
  expect(stored).not.toContain(token);
  expect(stored).toContain(createHash('sha256').update(token).digest('hex'));
});

test('the same token again within ten seconds gets the same successor', async () => {
  const token = await begin();
  const successor = await next(token);
  stand.clock.forward(9);
  expect(await next(token)).toBe(successor);
  await next(successor);
});

test('a spent token later than that is reuse: it is refused and the whole session ends, and stays ended', async () => {
  const token = await begin();
  const successor = await next(token);
  const elsewhere = await begin();
  stand.clock.forward(11);
  const who = visitor();
  expect(codeOf(await refresh(stand, token, who))).toBe('TOKEN_REUSE_DETECTED');
  expect(codeOf(await refresh(stand, successor))).toBe('INVALID_TOKEN');
  expect(codeOf(await refresh(stand, token))).toBe('TOKEN_REUSE_DETECTED');
  await next(elsewhere);
  const rows = await stand.sql("select request_id, address from audit_entry where action = 'session.reused'");
  expect(rows).toEqual([{ request_id: who.requestId, address: who.clientAddress }]);
});

test('many refreshes of one token at once, on two replicas, get one successor that works', async () => {
  const replica = createAuthSubgraph(await createAuthDeps(settingsFor(stand.url), { logger: stand.log.logger, now: stand.deps.now }));
  await replica.start();
  try {
    const other: Stand = { ...stand, subgraph: replica, ...callerOf(replica, { key: GATEWAY_KEY }) };
    const token = await begin();
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => refresh(n % 2 ? stand : other, token)));
    expect(answers.map(codeOf)).toEqual(Array(16).fill(undefined));
    const successors = new Set(answers.map(({ data }) => data.refreshToken.refreshToken));
    expect(successors.size).toBe(1);
    await next([...successors][0]);
  } finally {
    await replica.dispose();
  }
});

test('a token that has expired is TOKEN_EXPIRED until it is swept away a day later', async () => {
  const token = await begin();
  stand.clock.forward(30 * 86_400 + 1);
  await sweep(stand.deps);
  expect(codeOf(await refresh(stand, token))).toBe('TOKEN_EXPIRED');
  stand.clock.forward(86_400);
  const fresh = await begin();
  await sweep(stand.deps);
  expect(codeOf(await refresh(stand, token))).toBe('INVALID_TOKEN');
  await next(fresh);
});

test.each([['nothing', ''], ['a word', 'nonsense'], ['NUL', 'a\u0000b'], ['a long one', 'x'.repeat(10_000)], ['Thai', 'ภาษาไทย']])('a token of %s is INVALID_TOKEN', async (_, token) => {
  expect(codeOf(await refresh(stand, token))).toBe('INVALID_TOKEN');
});

test('logging out ends that session alone; again, or with an unknown token, changes nothing and is true as well', async () => {
  const [token, elsewhere, stranger] = [await begin(), await begin(), await begin('other')];
  const successor = await next(token);
  const [who, again] = [visitor(), visitor()];
  expect((await logOut(stand, token, who)).data).toEqual({ logout: true });
  expect((await logOut(stand, successor, again)).data).toEqual({ logout: true });
  expect((await logOut(stand, 'nonsense')).data).toEqual({ logout: true });
  for (const ended of [token, successor]) expect(codeOf(await refresh(stand, ended))).toBe('INVALID_TOKEN');
  for (const alive of [elsewhere, stranger]) await next(alive);
  const rows = await stand.sql('select action from audit_entry where request_id in (?, ?)', [who.requestId, again.requestId]);
  expect(rows).toEqual([{ action: 'session.ended' }]);
});

test('someone removed can not refresh', async () => {
  const id = await addUser(stand, 'gone');
  const token = await begin('gone');
  await stand.sql('delete from app_user where id = ?', [id]);
  expect(codeOf(await refresh(stand, token))).toBe('INVALID_TOKEN');
});
