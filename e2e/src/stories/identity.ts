import { createHmac, randomUUID } from 'node:crypto';
import { waitFor } from '@microplate/platform/testing';
import { post } from '../post.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SAMPLES = '{ samples { edges { node { sampleNo } } } }';
const READ = { query: 'mutation R($input: ReadPlateInput!) { readPlate(input: $input) { id } }', variables: { input: { imageId: randomUUID(), sampleNo: 'S1' } } };

export const identityStories = (stack: () => StackUnderTest): void => {
  test('without a token, with a forged one, or one of "alg: none": UNAUTHENTICATED or INVALID_TOKEN, and no 5xx', async () => {
    const { url } = stack();
    const good = await stack().token('admin');
    const [head, claims, signature] = good.split('.');
    const forged = [
      `${base64({ alg: 'none' })}.${claims}.`,
      `${base64({ alg: 'none' })}.${claims}.${signature}`,
      `${head}.${base64({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), permissions: ['everything'] })}.${signature}`,
      `${base64({ alg: 'HS256' })}.${claims}.${createHmac('sha256', 'public').update(`${base64({ alg: 'HS256' })}.${claims}`).digest('base64url')}`,
      'not a token', '',
    ];
    const none = await post(url, { query: SAMPLES });
    expect([none.code, none.body.data ?? null]).toEqual(['UNAUTHENTICATED', null]);
    for (const token of forged) {
      const { status, code } = await post(url, { query: SAMPLES }, { headers: { authorization: `Bearer ${token}` } });
      expect(status).toBeLessThan(500);
      expect(['INVALID_TOKEN', 'UNAUTHENTICATED']).toContain(code);
    }
    expect((await post(url, { query: SAMPLES }, { token: good })).code).toBeUndefined();
  });

  test('a viewer who starts a reading or makes a file is told FORBIDDEN; an operator may', async () => {
    const { url } = stack();
    const viewer = await stack().token('viewer');
    expect((await post(url, READ, { token: viewer })).code).toBe('FORBIDDEN');
    expect((await post(url, { query: 'mutation { generateInterfaceFile(input: { sampleNo: "S1" }) { id } }' }, { token: viewer })).code).toBe('FORBIDDEN');
    expect((await post(url, { query: '{ users { edges { node { email } } } }' }, { token: viewer })).code).toBe('FORBIDDEN');
    expect((await post(url, READ, { token: await stack().token('operator') })).code).toBe('NOT_FOUND');
  });

  test('context headers of the client are worth nothing, at the gateway and at a subgraph', async () => {
    const spoofed = { 'x-user-id': randomUUID(), 'x-user-permissions': 'results:view,users:manage', 'x-user-roles': 'admin', 'x-lab-id': 'default', 'x-microplate-context': 'x.y.z' };
    expect((await post(stack().url, { query: SAMPLES }, { headers: spoofed })).code).toBe('UNAUTHENTICATED');
    for (const service of ['auth', 'images', 'inference', 'results', 'labware'] as const) {
      for (const query of [SAMPLES, '{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
        const answer = await post(stack().addressOf(service), { query }, { headers: spoofed });
        expect([service, answer.status, answer.code]).toEqual([service, 401, 'UNAUTHENTICATED']);
      }
    }
  });

  test('a self-registered user has no role and no permission, and can not choose one', async () => {
    const { url } = stack();
    const register = (extra: string) => post(url, { query: `mutation { register(input: { email: "new@lab.test", username: "newcomer", password: "Str0ng!pass" ${extra} }) { accessToken user { username roles permissions } } }` });
    expect((await register('role: "admin"')).code).toBe('GRAPHQL_VALIDATION_FAILED');
    const { body } = await register('');
    expect(body.data.register.user).toEqual({ username: 'newcomer', roles: [], permissions: [] });
    expect((await post(url, { query: SAMPLES }, { token: body.data.register.accessToken })).code).toBe('FORBIDDEN');
  });

  test('refresh gives a new pair, and logout ends it', async () => {
    const { url } = stack();
    const login = await post(url, { query: 'mutation { login(login: "lab_tech", password: "Test123!") { refreshToken expiresIn user { username } } }' });
    expect(login.body.data.login).toMatchObject({ expiresIn: 600, user: { username: 'lab_tech' } });
    const refresh = (refreshToken: string) => post(url, { query: 'mutation($t: String!) { refreshToken(refreshToken: $t) { refreshToken accessToken } }', variables: { t: refreshToken } });
    const next = (await refresh(login.body.data.login.refreshToken)).body.data.refreshToken;
    expect(next.refreshToken).not.toBe(login.body.data.login.refreshToken);
    expect((await post(url, { query: '{ me { username roles } }' }, { token: next.accessToken })).body.data.me).toEqual({ username: 'lab_tech', roles: ['lab_tech'] });
    expect((await post(url, { query: 'mutation($t: String!) { logout(refreshToken: $t) }', variables: { t: next.refreshToken } }, { token: next.accessToken })).body.data.logout).toBe(true);
    // The access token, which has ten minutes to go, is stopped too.
    const me = () => post(url, { query: '{ me { username } }' }, { token: next.accessToken });
    await waitFor('the access token to stop', async () => (await me()).code === 'INVALID_TOKEN', 5000);
    expect((await refresh(next.refreshToken)).code).toMatch(/INVALID_TOKEN|TOKEN_REUSE_DETECTED/);
    expect((await post(url, { query: 'mutation { login(login: "lab_tech", password: "wrong") { accessToken } }' })).code).toBe('INVALID_CREDENTIALS');
  });
};
