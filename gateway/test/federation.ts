import { randomBytes } from 'node:crypto';
import type { Fetch, Identity } from '@microplate/platform/identity';
import type { ServiceName } from '@microplate/platform/service';
import type { Subgraph } from '@microplate/platform/subgraph';
import { recordingLogger } from '@microplate/platform/testing';
import { compose } from '../src/composition/compose.ts';
import { readGatewaySettings } from '../src/config.ts';
import { createGatewayDeps } from '../src/deps.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import type { Policies } from '../src/permissions/permission-rules.ts';
import { KEYS } from './access-token.ts';
import { SDL, createAccessLog, createPlateLog, createSubgraphs, type AccessLog, type Counts, type PlateLog } from './subgraphs.ts';

export { KEYS, accessToken } from './access-token.ts';
export { SDL } from './subgraphs.ts';

export interface Call { service: string; path: string; headers: Headers; body: { query?: string; variables?: Record<string, unknown> } | null; status?: number }

export interface Federation {
  gateway: Gateway;
  subgraphs: Record<keyof typeof SDL, Subgraph>;
  /** Requests to subgraphs, in order. */
  calls: Call[];
  log: PlateLog;
  counts: Counts;
  /** Identities as the subscription resolvers saw them. */
  seen: Identity[];
  keys: Record<string, string>;
  /** What the subgraph of this name answers with instead of itself. */
  override: Partial<Record<ServiceName, Fetch>>;
  jwks: { keys: unknown[]; asked: number };
  /** What auth has taken back, as its stream `access` tells. */
  access: AccessLog;
  logs: Record<string, unknown>[];
  /** Breaks every open stream of results, as its end would. */
  breakStreams(): void;
  post(query: string, options?: { token?: string; variables?: unknown; headers?: Record<string, string>; operationName?: string }): Promise<{ status: number; data: any; errors?: any[]; extensions?: any; headers: Headers }>;
  dispose(): Promise<void>;
}

const POLICIES: Policies = { 'night-shift': ({ roles }) => roles.includes('night') };

/** Composed once a test file: it takes longer than all else of a start. */
let composed: string | undefined;

/** The federation in one process; `settings` replace the gateway's, `network` the in-memory line to its subgraphs. */
export const createFederation = async ({ settings = {}, policies = POLICIES, network }: { settings?: Record<string, string>; policies?: Policies; network?: (subgraphs: Record<string, Subgraph>, environment: Record<string, string>) => Promise<Record<string, string>> } = {}): Promise<Federation> => {
  const keys = Object.fromEntries(['auth', 'images', 'labware', 'results', 'inference'].map((name) => [name, randomBytes(24).toString('hex')]));
  const log = createPlateLog();
  const counts: Counts = { open: 0, opened: 0 };
  const seen: Identity[] = [];
  const calls: Call[] = [];
  const jwks = { keys: [KEYS.jwk] as unknown[], asked: 0 };
  const access = createAccessLog();
  const subgraphs = createSubgraphs({ keys, log, counts, seen, jwks, access });
  const breakers = new Set<() => void>();
  const override: Federation['override'] = {};
  const fetches = Object.fromEntries(Object.keys(keys).map((name) => [name, async (request: Request) => {
    const call = await record(name, request, calls);
    const answer = await (override[name as ServiceName] ?? subgraphs[name as 'auth']?.fetch ?? (async () => new Response('', { status: 200 })))(call.request);
    return breakable(answer, breakers);
  }])) as Partial<Record<ServiceName, Fetch>>;

  const environment: Record<string, string> = { NODE_ENV: 'test', ...Object.fromEntries(Object.entries(keys).map(([name, key]) => [`SERVICE_KEY_GATEWAY_${name.toUpperCase()}`, key])), ...settings };
  Object.assign(environment, await network?.(subgraphs, environment));
  const { logger, logs } = recordingLogger();
  const supergraphSdl = composed ??= compose(Object.entries(SDL).map(([name, sdl]) => ({ name, url: `http://${name}.test/graphql`, sdl }))).supergraphSdl;
  const deps = await createGatewayDeps(readGatewaySettings(environment), { logger, supergraphSdl, fetch: network ? {} : fetches, policies });
  const gateway = createGateway(deps);
  for (const subgraph of Object.values(subgraphs)) await subgraph.start();
  await gateway.start();
  return {
    gateway, subgraphs, calls, log, counts, seen, keys, override, jwks, access, logs,
    breakStreams: () => { for (const cut of [...breakers]) cut(); },
    post: (query, options) => post(gateway, query, options),
    dispose: async () => {
      await gateway.dispose();
      for (const subgraph of Object.values(subgraphs)) await subgraph.dispose();
    },
  };
};

/** Keeps what was asked; a body of text is read and put back, a stream is left alone. */
const record = async (service: string, request: Request, calls: Call[]): Promise<{ request: Request }> => {
  const url = new URL(request.url);
  const isText = request.method === 'POST' && !(request.headers.get('content-type') ?? '').startsWith('multipart');
  const text = isText ? await request.text() : null;
  const call: Call = { service, path: url.pathname + url.search, headers: new Headers(request.headers), body: text ? JSON.parse(text) : null };
  calls.push(call);
  if (text === null) return { request };
  const copy = new Request(request.url, { method: request.method, headers: request.headers, body: text, signal: request.signal });
  // Who holds the copy holds the original: were that collected, the copy would never hear that it was given up.
  return { request: Object.assign(copy, { original: request }) };
};

const breakable = (answer: Response, breakers: Set<() => void>): Response => {
  if (!(answer.headers.get('content-type') ?? '').includes('event-stream')) return answer;
  const reader = answer.body!.getReader();
  const body = new ReadableStream({
    start: (controller) => {
      const cut = () => { breakers.delete(cut); controller.error(new Error('connection reset')); reader.cancel().catch(() => {}); };
      breakers.add(cut);
      void (async () => {
        try {
          for (let step = await reader.read(); !step.done; step = await reader.read()) controller.enqueue(step.value);
          controller.close();
        } catch { /* cut */ } finally { breakers.delete(cut); }
      })();
    },
    cancel: () => reader.cancel(),
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
};

const post = async (gateway: Gateway, query: string, { token, variables, headers = {}, operationName }: Parameters<Federation['post']>[1] = {}) => {
  const response = await gateway.fetch(new Request('http://gateway.test/graphql', {
    method: 'POST', body: JSON.stringify({ query, variables, operationName }),
    headers: { 'content-type': 'application/json', accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
  }), { address: '192.0.2.7' });
  return { status: response.status, headers: response.headers, ...await response.json() as { data: any; errors?: any[]; extensions?: any } };
};
