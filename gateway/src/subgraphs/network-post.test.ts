import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNetworkPost } from './network-post.ts';

let server: Server;
let closed = 0;
let origin: string;
const posts = createNetworkPost();

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    outgoing.once('close', () => { if (!outgoing.writableFinished) closed += 1; });
    if (incoming.url === '/silent') return;
    outgoing.write('first, ');
    setTimeout(() => outgoing.end('last'), 5);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => { closed = 0; });

afterAll(async () => {
  await posts.dispose();
  await new Promise((resolve) => { server.close(resolve); });
});

const post = (pathname: string, more: { timeoutMs?: number; client?: { isGone(): boolean } } = {}) =>
  posts.post({ origin, pathname }, { headers: { 'content-type': 'text/plain' }, body: 'hello', timeoutMs: 5000, ...more });

test('it answers with all that came', async () => {
  expect(await post('/')).toEqual({ status: 200, text: 'first, last' });
});

test('a silent subgraph is given up in time, and told so; others go on', async () => {
  const began = performance.now();
  const others = Promise.all([post('/'), post('/')]);
  await expect(post('/silent', { timeoutMs: 60 })).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(performance.now() - began).toBeLessThan(1000);
  expect((await others).map(({ text }) => text)).toEqual(['first, last', 'first, last']);
  await post('/');
  expect(closed).toBe(1);
});

test('what nobody waits for any more is not waited for', async () => {
  let gone = false;
  const posted = post('/silent', { client: { isGone: () => gone } });
  gone = true;
  await expect(posted).rejects.toMatchObject({ name: 'AbortError' });
  // The clock stops when nothing is under way, and starts again.
  await new Promise((resolve) => { setTimeout(resolve, 120); });
  await expect(post('/silent', { timeoutMs: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a subgraph that is not there is told at once', async () => {
  await expect(posts.post({ origin: 'http://127.0.0.1:1', pathname: '/' }, { headers: {}, body: '', timeoutMs: 5000 })).rejects.toThrow(/ECONNREFUSED|connect/);
});
