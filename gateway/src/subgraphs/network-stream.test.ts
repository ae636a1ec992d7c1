import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@microplate/platform/testing';
import { createNetworkStream } from './network-stream.ts';

let server: Server;
let outgoing: ServerResponse | null = null;
let closed = 0;
let origin: string;
const streams = createNetworkStream();

beforeAll(async () => {
  server = createServer((incoming, answer) => {
    outgoing = answer;
    answer.once('close', () => { closed += 1; });
    if (incoming.url === '/silent') return;
    answer.writeHead(incoming.url === '/refused' ? 403 : 200, { 'content-type': 'text/event-stream' });
    answer.flushHeaders();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => { closed = 0; outgoing = null; });

afterAll(async () => {
  await streams.dispose();
  await new Promise((resolve) => { server.close(resolve); });
});

const open = (pathname: string, signal = new AbortController().signal) => streams.open({ origin, pathname }, { headers: {}, body: '{}', signal });
const textOf = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();

test('an answer is there with its head, and its bytes as they come', async () => {
  const { status, contentType, body } = await open('/');
  expect([status, contentType]).toEqual([200, 'text/event-stream']);
  const first = body.read();
  outgoing!.write('one');
  expect(textOf(await first)).toBe('one');
  outgoing!.write('two');
  await delay(30);
  outgoing!.end('three');
  await delay(30);
  expect([textOf(await body.read()), textOf(await body.read())]).toEqual(['two', 'three']);
  expect([await body.read(), await body.read()]).toEqual([null, null]);
});

test('a refusal is an answer', async () => {
  const { status, body } = await open('/refused');
  outgoing!.end('no');
  expect([status, textOf(await body.read()), await body.read()]).toEqual([403, 'no', null]);
});

test('what is not read stays with the sender', async () => {
  const { body } = await open('/');
  const megabyte = Buffer.alloc(1_000_000, 'x');
  for (let sent = 0; sent < 50; sent += 1) outgoing!.write(megabyte);
  await delay(300);
  expect(outgoing!.writableLength).toBeGreaterThan(30_000_000);
  let length = 0;
  for (outgoing!.end(); ;) {
    const bytes = await body.read();
    if (!bytes) break;
    length += bytes.length;
  }
  expect(length).toBe(50_000_000);
});

test('who cancels is at the end, whatever waits, and the sender is told', async () => {
  const { body } = await open('/');
  outgoing!.write('unread');
  await delay(30);
  body.cancel();
  expect(await body.read()).toBeNull();
  const other = await open('/');
  const reading = other.body.read();
  other.body.cancel();
  expect(await reading).toBeNull();
  await waitFor('both to close', () => closed === 2);
});

test('its signal ends an answer, and a request that nobody answers', async () => {
  const listening = new AbortController();
  const { body } = await open('/', listening.signal);
  const reading = body.read();
  listening.abort();
  expect(await reading).toBeNull();
  await waitFor('it to close', () => closed === 1);
  outgoing = null;
  const waiting = new AbortController();
  const silent = open('/silent', waiting.signal);
  await waitFor('its request', () => outgoing?.req.url === '/silent');
  waiting.abort();
  await expect(silent).rejects.toMatchObject({ name: 'AbortError' });
  await waitFor('both to close', () => closed === 2);
  await expect(open('/', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});

test('a connection that breaks is no end', async () => {
  const { body } = await open('/');
  const reading = body.read();
  outgoing!.destroy();
  await expect(reading).rejects.toThrow();
  await expect(body.read()).rejects.toThrow();
  await expect(streams.open({ origin: 'http://127.0.0.1:1', pathname: '/' }, { headers: {}, body: '', signal: new AbortController().signal })).rejects.toThrow(/ECONNREFUSED|connect/);
});
