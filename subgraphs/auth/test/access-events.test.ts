import { waitFor } from '@microplate/platform/testing';
import { GOOD_PASSWORD, addUser, createStand, logIn, logOut, refresh, register, type Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => { stand = await createStand(); });
afterAll(() => stand.subgraph.dispose());

const told = async (after = 0, wait = 0) => {
  const response = await stand.request({ path: `/internal/events?stream=access&after=${after}&limit=500&wait=${wait}` });
  return (await response.json() as { events: { seq: number; kind: string; payload: any; at: string }[]; head: number });
};
const since = async (act: () => Promise<unknown>) => {
  const { head } = await told();
  await act();
  return (await told(head)).events.map(({ kind, payload }) => ({ kind, payload }));
};
const session = async (username: string) => {
  const { data } = await logIn(stand, username, GOOD_PASSWORD);
  const claims = JSON.parse(Buffer.from(data.login.accessToken.split('.')[1], 'base64url').toString()) as { sid: string };
  return { sessionId: claims.sid, refreshToken: data.login.refreshToken as string };
};

test('a log-out tells the session it ended, at once to who waits, and a second log-out nothing', async () => {
  const userId = await addUser(stand, 'leaver');
  const { sessionId, refreshToken } = await session('leaver');
  const { head } = await told();
  const waiting = told(head, 10_000);
  await logOut(stand, refreshToken);
  const { events } = await waiting;
  expect(events.map(({ kind, payload }) => ({ kind, payload }))).toEqual([{ kind: 'session.revoked', payload: { sessionId, userId } }]);
  expect(await since(() => logOut(stand, refreshToken))).toEqual([]);
});

test('so does the reuse of a spent refresh token; signing in, refreshing and registering tell nothing', async () => {
  await addUser(stand, 'victim', { roles: ['viewer'] });
  const { sessionId, refreshToken } = await session('victim');
  expect(await since(async () => { await refresh(stand, refreshToken); await register(stand, {}); await session('victim'); })).toEqual([]);
  stand.clock.forward(60);
  expect((await since(() => refresh(stand, refreshToken))).map(({ payload }) => payload.sessionId)).toEqual([sessionId]);
});

test('a role that is taken, a permission that is taken from a role, and a person who is removed: what is left is told', async () => {
  const userId = await addUser(stand, 'shrinking', { roles: ['viewer', 'lab_tech'] });
  const { sessionId } = await session('shrinking');
  const taken = await since(() => stand.sql("delete from user_role where user_id = ? and role = 'lab_tech'", [userId]));
  expect(taken).toEqual([{ kind: 'access.taken', payload: { userId, roles: ['viewer'], permissions: ['capture:view', 'results:view'] } }]);
  const narrowed = await since(() => stand.sql("delete from role_permission where role = 'viewer' and permission = 'capture:view'"));
  expect(narrowed).toContainEqual({ kind: 'access.taken', payload: { userId, roles: ['viewer'], permissions: ['results:view'] } });
  const removed = await since(() => stand.sql('delete from app_user where id = ?', [userId]));
  expect(removed).toContainEqual({ kind: 'session.revoked', payload: { sessionId, userId } });
  expect(removed).toContainEqual({ kind: 'access.taken', payload: { userId, roles: [], permissions: [] } });
});

test('what is rolled back is not told', async () => {
  const userId = await addUser(stand, 'kept', { roles: ['viewer'] });
  expect(await since(() => stand.deps.database.transaction(async (em) => {
    await em.execute('delete from user_role where user_id = ?', [userId]);
    throw new Error('no');
  }).catch(() => {}))).toEqual([]);
});

test('what was told of tokens long expired is deleted, and who asks from before is told where to go on', async () => {
  const { head } = await told();
  await stand.sql("update event set at = at - interval '3 days'");
  stand.deps.pruner.start();
  await waitFor('the old events to go', async () => (await stand.sql('select 1 from event')).length === 0);
  const answer = await (await stand.request({ path: '/internal/events?stream=access&after=0' })).json() as { errors: { extensions: object }[] };
  expect(answer.errors[0].extensions).toEqual({ code: 'CURSOR_EXPIRED', oldestCursor: head });
});
