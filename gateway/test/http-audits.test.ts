import { auditServer, serverAudits } from 'graphql-http';
import { serve } from '@microplate/platform/http';
import { createFederation, type Federation } from './federation.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation(); });
afterAll(() => federation.dispose());

/** The audits send no header against forged requests, which GET needs here as with Apollo Server. */
const HEADER = { 'apollo-require-preflight': 'true' };
type Send = (address: string, init?: RequestInit) => Promise<Response>;
const withHeader = (send: Send): Send => (address, init = {}) => send(address, { ...init, headers: { ...HEADER, ...init.headers as Record<string, string> } });

const audit = async (url: string, send: Send) => {
  const results = await auditServer({ url, fetchFn: withHeader(send) });
  return results.filter(({ status }) => status !== 'ok').map(({ id, name, status, ...rest }) => ({ id, name, status, reason: 'reason' in rest ? rest.reason : null }));
};

test('graphql-http knows 61 audits', () => {
  const levels = serverAudits({ url: '' }).map(({ name }) => name.split(' ')[0]);
  expect([levels.length, ...['MUST', 'SHOULD', 'MAY'].map((level) => levels.filter((name) => name === level).length)]).toEqual([61, 13, 23, 25]);
});

test('all of them pass at the gateway\'s fetch', async () => {
  expect(await audit('http://gateway.test/graphql', (address, init) => federation.gateway.fetch(new Request(address, init)))).toEqual([]);
});

test('and at its port', async () => {
  const door = await serve(federation.gateway.fetch, { port: 0 }, federation.gateway.direct);
  try {
    expect(await audit(`${door.url}/graphql`, fetch)).toEqual([]);
  } finally {
    await door.close(50);
  }
});

test('a check that can fail: a server that answers 200 to everything passes few', async () => {
  expect((await audit('http://gateway.test/graphql', async () => Response.json({ data: {} }))).length).toBeGreaterThan(20);
});
