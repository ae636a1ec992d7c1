import { anonymous } from '@microplate/platform/identity';
import type { OpenAnswer } from '../subgraphs/network-stream.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import { openUpstream, UpstreamLost } from './upstream.ts';

const never = new Promise<never>(() => {});

/** The first thing that an upstream brings, from a subgraph that answers by `open`. */
const first = (open: SubgraphLink['open']) => openUpstream({ open } as SubgraphLink, { query: 'subscription { a }', variables: {} }, {
  identity: anonymous('1'), signal: new AbortController().signal, timeoutMs: 50, onOpen: () => {},
}).next();

const refused = (read: OpenAnswer['body']['read']) => {
  const body = { read, cancelled: 0, cancel: () => { body.cancelled += 1; } };
  return body;
};

test('a head that does not come in time is given up, by its request too', async () => {
  let signal: AbortSignal | undefined;
  await expect(first((_identity, request) => { signal = request.signal; return never; })).rejects.toThrow(UpstreamLost);
  expect(signal!.aborted).toBe(true);
});

test('a refusal is the only event; one that breaks off or never ends is a loss', async () => {
  const errors = [{ message: 'no', extensions: { code: 'FORBIDDEN' } }];
  const parts = [Buffer.from(JSON.stringify({ errors })), null];
  const whole = refused(async () => parts.shift()!);
  expect((await first(async () => ({ status: 400, contentType: 'application/json', body: whole }))).value).toEqual({ errors });
  const broken = refused(() => Promise.reject(new Error('reset')));
  await expect(first(async () => ({ status: 400, contentType: 'application/json', body: broken }))).rejects.toThrow(UpstreamLost);
  const endless = refused(() => never);
  await expect(first(async () => ({ status: 400, contentType: 'application/json', body: endless }))).rejects.toThrow(UpstreamLost);
  expect([whole, broken, endless].map(({ cancelled }) => cancelled)).toEqual([1, 1, 1]);
});
