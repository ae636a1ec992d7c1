import { createGraphClient } from '@microplate/cli/client/graph-client';
import { accessTokenFor } from '@microplate/cli/client/sign-in';
import type { StackUnderTest } from '../stack-under-test.ts';

export const keyStories = (stack: () => StackUnderTest): void => {
  test('token: an access token; with --introspect one that shows a schema and nothing else', async () => {
    const { code, out } = await stack().command(['token', 'results', '--introspect']);
    expect(code).toBe(0);
    const ask = async (query: string) => fetch(`${stack().addressOf('results')}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-microplate-context': out.trim() }, body: JSON.stringify({ query }) });
    expect((await (await ask('query SubgraphFetchQuery { _service { sdl } }')).json() as any).data._service.sdl).toContain('type Plate');
    expect((await ask('{ samples { edges { node { sampleNo } } } }')).status).toBe(403);
    expect((await stack().command(['token'])).out.trim().split('.')).toHaveLength(3);
  }, 30_000);

  test('admin create: the password comes from standard input', async () => {
    const made = await stack().command(['admin', 'create', 'chief@lab.test'], 'Ch1ef!password\n');
    expect([made.code, made.err]).toEqual([0, '']);
    const token = await accessTokenFor({ url: stack().url, login: 'chief@lab.test', password: 'Ch1ef!password' });
    const client = createGraphClient(stack().url, token);
    expect((await client.query('{ me { roles } }')).me.roles).toEqual(['admin']);
    await client.close();
  }, 30_000);
};
