import { setTimeout as wait } from 'node:timers/promises';
import type { FetchRequest, SubgraphResult } from '../engine/index.ts';
import type { GatewayContext } from '../operations/gateway-context.ts';
import { guard } from './guard.ts';
import type { DataSource } from './subgraph-data-source.ts';
import { gatewayTimeout, serviceUnavailable } from './subgraph-errors.ts';

const request = (kind: FetchRequest['kind'] = 'query'): FetchRequest => ({ kind, query: '{ a }', variables: {}, body: '{}' });
const context = (more: Partial<GatewayContext> = {}) => more as GatewayContext;
const good: SubgraphResult = { data: { a: 1 } };
const down = (): SubgraphResult => ({ errors: [serviceUnavailable('results')] });
const hung = (): SubgraphResult => ({ errors: [gatewayTimeout('results')] });

/** A source that gives these answers one after the other, the last one for ever. */
const scripted = (...answers: (() => SubgraphResult)[]) => {
  const source: DataSource & { calls: number } = Object.assign(async () => answers[Math.min(source.calls++, answers.length - 1)](), { calls: 0 });
  return source;
};
const guarded = (source: DataSource, more: { mostAtOnce?: number } = {}) => {
  const seen: string[] = [];
  const fetch = guard(source, { service: 'results', mostAtOnce: 100, failures: 3, restMs: 80, onState: (open) => seen.push(open ? 'open' : 'closed'), onRetry: () => seen.push('retry'), ...more });
  return { fetch, seen };
};
const codes = (result: SubgraphResult) => (result.errors ?? []).map((error) => (error as { extensions: { code: string } }).extensions.code);

test('a query that was not answered is asked again; a mutation, an upload and a time-out are not', async () => {
  const query = scripted(down, () => good);
  expect(await guarded(query).fetch(request(), context())).toEqual(good);
  expect(query.calls).toBe(2);
  for (const [answer, kind, more] of [[down, 'mutation', {}], [down, 'query', { uploading: true }], [hung, 'query', {}]] as const) {
    const source = scripted(answer, () => good);
    expect((await guarded(source).fetch(request(kind), context(more))).errors).toHaveLength(1);
    expect(source.calls).toBe(1);
  }
});

test("a subgraph's own errors are answers: never asked again, never counted", async () => {
  const source = scripted(() => ({ data: null, errors: [{ message: 'no', extensions: { code: 'SERVICE_UNAVAILABLE', serviceName: 'results' } }] as never }));
  const { fetch, seen } = guarded(source);
  for (let i = 0; i < 10; i += 1) await fetch(request(), context());
  expect([source.calls, seen]).toEqual([10, []]);
});

test('after failures in a row it is left alone, answers at once, and is tried again after a rest', async () => {
  const source = scripted(hung, hung, hung, () => good);
  const { fetch, seen } = guarded(source);
  for (let i = 0; i < 3; i += 1) expect(codes(await fetch(request(), context()))).toEqual(['GATEWAY_TIMEOUT']);
  expect(codes(await fetch(request(), context()))).toEqual(['SERVICE_UNAVAILABLE']);
  expect([source.calls, seen]).toEqual([3, ['open']]);
  await wait(100);
  expect(await fetch(request(), context())).toEqual(good);
  expect(seen.at(-1)).toBe('closed');
});

test('a client that went away says nothing about the subgraph', async () => {
  const { fetch, seen } = guarded(scripted(down));
  for (let i = 0; i < 10; i += 1) await fetch(request(), context({ client: { isGone: () => true, signal: () => AbortSignal.abort() } }));
  expect(seen).toEqual([]);
});

test('no more than so many wait for it at once', async () => {
  const { promise, resolve } = Promise.withResolvers<SubgraphResult>();
  const { fetch } = guarded(() => promise, { mostAtOnce: 2 });
  const waiting = [fetch(request(), context()), fetch(request(), context())];
  expect(codes(await fetch(request(), context()))).toEqual(['SERVICE_UNAVAILABLE']);
  resolve(good);
  expect(await Promise.all(waiting)).toEqual([good, good]);
});
