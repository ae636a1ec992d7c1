import { randomUUID } from 'node:crypto';
import { createClient, type ExecutionResult } from 'graphql-sse';
import { CONTEXT_HEADER, DEFAULT_LAB, createServiceClient, signContext, type Identity, type ServiceRequest } from '../identity/index.ts';
import type { Subgraph } from '../subgraph/index.ts';

/** A signed-in caller with exactly these permissions. */
export const testIdentity = (given: Partial<Identity> = {}): Identity => ({
  userId: randomUUID(), username: 'tester', sessionId: randomUUID(), labId: DEFAULT_LAB, roles: [], permissions: [],
  requestId: randomUUID(), clientAddress: '127.0.0.1', issuer: 'gateway', ...given,
});

export interface Answer<Data = any> { status: number; data: Data; errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [name: string]: unknown } }[] }

export interface Caller {
  query<Data = any>(text: string, variables?: Record<string, unknown>, identity?: Identity): Promise<Answer<Data>>;
  /** Any route, with a signed context. */
  request(request: ServiceRequest): Promise<Response>;
  /** A subscription as the gateway opens it (graphql-sse); ends when the iterator is returned. */
  subscribe<Data = any>(text: string, variables?: Record<string, unknown>, identity?: Identity): AsyncIterableIterator<ExecutionResult<Data>>;
}

/** Speaks to a subgraph's `fetch` as the gateway (or a sibling, by `issuer`) does. `key` is that pair's. */
export const callerOf = (subgraph: Pick<Subgraph, 'name' | 'fetch'>, { key, issuer = 'gateway' }: { key: string; issuer?: string }): Caller => {
  const request = createServiceClient({ issuer, audience: subgraph.name, url: `http://${subgraph.name}.test`, key, fetch: subgraph.fetch });
  return {
    request,
    query: async (query, variables = {}, identity = testIdentity()) => {
      const response = await request({ method: 'POST', path: '/graphql', identity, body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json' } });
      return { status: response.status, ...(await response.json() as object) } as Answer<never>;
    },
    subscribe: (query, variables = {}, identity = testIdentity()) => {
      const fetchFn = (url: string, init: RequestInit) => subgraph.fetch(new Request(url, {
        ...init, headers: { ...init.headers as Record<string, string>, [CONTEXT_HEADER]: signContext({ ...identity, issuer }, subgraph.name, key, String(init.body)) } }));
      const client = createClient({ url: `http://${subgraph.name}.test/graphql`, fetchFn, retryAttempts: 0 });
      return client.iterate({ query, variables }) as AsyncIterableIterator<ExecutionResult<never>>;
    },
  };
};
