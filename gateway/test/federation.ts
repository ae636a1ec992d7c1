import { generateKeyPairSync, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { EventEmitter } from 'node:events';
import jwt from 'jsonwebtoken';
import { CodedError } from '@microplate/platform/errors';
import type { Fetch, Identity } from '@microplate/platform/identity';
import { silentLogger } from '@microplate/platform/logging';
import { createMetrics } from '@microplate/platform/telemetry';
import { recordingLogger } from '@microplate/platform/testing';
import { createSubgraph, type RequestContext, type Subgraph, type SubgraphOptions } from '@microplate/platform/subgraph';
import type { ServiceName } from '@microplate/platform/service';
import { readUpload, uploadScalar, type Upload } from '@microplate/platform/uploads';
import { compose } from '../src/composition/compose.ts';
import { readGatewaySettings } from '../src/config.ts';
import { createGatewayDeps } from '../src/deps.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import type { Policies } from '../src/permissions/permission-rules.ts';

// A small federation of our own: a plate known to three subgraphs, a user to one, and streams with and without a cursor.
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"])';

export const SDL = {
  auth: `${LINK}
    type Query { me: User @authenticated users: [User!]! @requiresScopes(scopes: [["users:manage"]]) whoAmI: String }
    type Mutation { login(login: String!): String! }
    type User @key(fields: "id") { id: ID! name: String email: String }`,
  results: `${LINK}
    type Query { plate(id: ID!): Plate plates(first: Int = 3): [Plate!]! @requiresScopes(scopes: [["results:view"]]) @listSize(slicingArguments: ["first"]) nightWatch: String @policy(policies: [["night-shift"]]) thing(id: ID!): Thing any: [Any!]! public: String boom: String notFound: Plate bare: Bare }
    type Mutation { note(text: String!): String! }
    type Subscription {
      plateEvents(plateId: ID!, after: String): PlateEvent! @requiresScopes(scopes: [["results:view"]])
      state: State!
      openEvents(after: String): PlateEvent!
      failing: PlateEvent!
    }
    type PlateEvent { cursor: String! kind: String! plate: Plate by: User }
    type State { step: Int! by: User }
    interface Thing { id: ID! label: String }
    union Any = Plate | Tube
    type Tube implements Thing @key(fields: "id") { id: ID! label: String volume: Int @requiresScopes(scopes: [["tubes:view"]]) }
    type Plate implements Thing @key(fields: "id") @requiresScopes(scopes: [["results:view"]]) { id: ID! label: String owner: User parent: Plate }
    type Bare @authenticated { a: Int }
    type User @key(fields: "id", resolvable: false) { id: ID! }`,
  images: `${LINK}
    scalar Upload
    type Query { imageCount: Int }
    type Mutation { uploadImage(file: Upload!, title: String): Image! @requiresScopes(scopes: [["capture:image"]]) }
    type Image { name: String! byteSize: Int! sha256Start: String! }
    type Plate @key(fields: "id") { id: ID! picture: String broken: String }`,
  labware: `${LINK}
    type Query { shelf: String }
    type Plate @key(fields: "id") { id: ID! place: String bulk: String }`,
} as const;

interface LoggedEvent { cursor: string; plateId: string }

/** What the results subgraph knows; it survives that subgraph's end. */
export const createPlateLog = () => {
  const events: LoggedEvent[] = [];
  const state = { step: 1, floor: 0 };
  const bus = new EventEmitter().setMaxListeners(0);
  return {
    events, bus, state,
    add: (plateId = 'p1') => { events.push({ cursor: String(events.length + 1), plateId }); bus.emit('event'); },
    /** Those up to here are no longer kept. */
    forget: (floor: number) => { state.floor = floor; },
    setState: (step: number) => { state.step = step; bus.emit('state'); },
  };
};
export type PlateLog = ReturnType<typeof createPlateLog>;

/** A source whose `return` is heard while it waits, as in a real subgraph; a generator function would not hear it. */
const sourceOf = <T>(bus: EventEmitter, wake: string, counts: Counts, take: () => { value: T } | 'wait' | 'end'): AsyncGenerator<T> => {
  let ended = false;
  let woken = Promise.withResolvers<void>();
  const onWake = () => { woken.resolve(); woken = Promise.withResolvers(); };
  bus.on(wake, onWake);
  counts.open += 1;
  counts.opened += 1;
  const end = async (): Promise<IteratorResult<T, undefined>> => {
    if (!ended) { ended = true; counts.open -= 1; bus.off(wake, onWake); onWake(); }
    return { value: undefined, done: true };
  };
  const next = async (): Promise<IteratorResult<T, undefined>> => {
    for (;;) {
      const waiting = woken.promise;
      const taken = ended ? 'end' : take();
      if (taken === 'end') return end();
      if (taken !== 'wait') return { value: taken.value, done: false };
      await waiting;
    }
  };
  return { next, return: end, throw: end, [Symbol.asyncIterator]() { return this; }, [Symbol.asyncDispose]: async () => { await end(); } } as AsyncGenerator<T>;
};

export interface Counts { open: number; opened: number }

const resolversOf = (log: PlateLog, counts: Counts, seen: Identity[]) => {
  const plate = (id: string) => ({ __typename: 'Plate', id, label: `plate ${id}`, parent: { id: `${id}x` } });
  const eventOf = (event: LoggedEvent) => ({ cursor: event.cursor, kind: 'READ', plate: plate(event.plateId), by: { __typename: 'User', id: 'u1' } });
  const open = (plateId: string | null, after: string | null, context: RequestContext, key: string) => {
    seen.push(context.identity);
    if (after !== null && Number(after) < log.state.floor) throw new CodedError('CURSOR_EXPIRED', 'Gone.', { oldestCursor: String(log.state.floor) });
    let at = after === null ? log.events.length : Number(after);
    return sourceOf(log.bus, 'event', counts, () => {
      while (plateId && at < log.events.length && log.events[at].plateId !== plateId) at += 1;
      return at < log.events.length ? { value: { [key]: eventOf(log.events[at++]) } } : 'wait';
    });
  };
  return {
    Query: {
      plate: (_: unknown, { id }: { id: string }) => (id === 'none' ? null : plate(id)), plates: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (_item, index) => plate(`p${index + 1}`)),
      thing: (_: unknown, { id }: { id: string }) => (id.startsWith('t') ? { __typename: 'Tube', id, label: 'tube', volume: 5 } : plate(id)),
      any: () => [plate('p1'), { __typename: 'Tube', id: 't1', label: 'tube', volume: 5 }], public: () => 'open', nightWatch: () => 'all quiet', bare: () => ({ a: 1 }),
      boom: () => { throw new Error('secret detail: password=hunter2'); },
      notFound: async () => { const { notFound } = await import('@microplate/platform/errors'); throw notFound('plate', 'p9'); },
    },
    Mutation: { note: (_: unknown, { text }: { text: string }) => text },
    Subscription: {
      plateEvents: { subscribe: (_: unknown, args: { plateId: string; after?: string }, context: RequestContext) => open(args.plateId, args.after ?? null, context, 'plateEvents') },
      openEvents: { subscribe: (_: unknown, args: { after?: string }, context: RequestContext) => open(null, args.after ?? null, context, 'openEvents') },
      state: { subscribe: () => {
        let told = -1;
        return sourceOf(log.bus, 'state', counts, () => {
          if (log.state.step === 0) return 'end';
          return log.state.step === told ? 'wait' : { value: { state: { step: told = log.state.step } } };
        });
      } },
      failing: { subscribe: () => { throw new Error('secret detail'); } },
    },
    Thing: { __resolveType: (thing: { __typename: string }) => thing.__typename }, Any: { __resolveType: (thing: { __typename: string }) => thing.__typename },
    Plate: { __resolveReference: ({ id }: { id: string }) => plate(id), owner: () => ({ __typename: 'User', id: 'u1' }) }, Tube: { __resolveReference: ({ id }: { id: string }) => ({ id, label: 'tube', volume: 5 }) },
    State: { by: () => ({ __typename: 'User', id: 'u1' }) },
  };
};

/** Auth's stream of what it takes back. */
export const createAccessLog = () => {
  const events: { stream: string; seq: number; labId: string; kind: string; subjects: string[]; payload: object; at: string }[] = [];
  const bus = new EventEmitter().setMaxListeners(0);
  return {
    add: (kind: string, payload: object, at = new Date()) => {
      events.push({ stream: 'access', seq: events.length + 1, labId: 'default', kind, subjects: [], payload, at: at.toISOString() });
      bus.emit('event');
    },
    page: async (after: number, wait: number, signal: AbortSignal) => {
      if (events.length <= after) await new Promise<void>((resolve) => {
        const done = () => { clearTimeout(timer); bus.off('event', done); resolve(); };
        const timer = setTimeout(done, wait);
        bus.once('event', done);
        signal.addEventListener('abort', done, { once: true });
      });
      return { events: events.slice(after), head: events.length };
    },
  };
};
export type AccessLog = ReturnType<typeof createAccessLog>;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const KEYS = { privateKey, publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' } };

/** An access token as auth makes it; `options` bend it. */
export const accessToken = (claims: Record<string, unknown> = {}, options: jwt.SignOptions & { key?: KeyObject | string } = {}): string => {
  const { key = privateKey, ...rest } = options;
  const { sub = '7b1c9f4e-0000-4000-8000-000000000001', ...payload } = { username: 'ada', sid: 's1', lab: 'default', roles: ['operator'], permissions: ['results:view'], ...claims };
  return jwt.sign({ jti: randomUUID(), ...payload }, key, { algorithm: 'ES256', keyid: 'k1', issuer: 'microplate', audience: 'microplate', subject: sub as string, ...('exp' in claims ? {} : { expiresIn: 600 }), ...rest });
};

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

interface Parts { keys: Record<string, string>; log: PlateLog; counts: Counts; seen: Identity[]; jwks: { keys: unknown[]; asked: number }; access: AccessLog }

const createSubgraphs = ({ keys, log, counts, seen, jwks, access }: Parts): Federation['subgraphs'] => {
  const make = (name: keyof typeof SDL, resolvers: Record<string, unknown>, more: Partial<SubgraphOptions<RequestContext>> = {}) => createSubgraph({
    name, typeDefs: SDL[name], resolvers, callers: { gateway: keys[name] }, createContext: (base) => base, metrics: createMetrics(name), logger: silentLogger(),
    ready: async () => {}, start: async () => {}, dispose: async () => {}, ...more,
  });
  return {
    auth: make('auth', {
      Query: { me: (_: unknown, __: unknown, { identity }: RequestContext) => ({ id: identity.userId, name: identity.username, email: 'me@lab' }), users: () => [{ id: 'u1' }],
        whoAmI: (_: unknown, __: unknown, { identity }: RequestContext) => JSON.stringify(identity) },
      Mutation: { login: (_: unknown, { login }: { login: string }) => `token of ${login}` },
      User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name ${id}`, email: `${id}@lab` }) },
    }, { routes: (app) => {
      app.get('/.well-known/jwks.json', (context) => { jwks.asked += 1; return context.json({ keys: jwks.keys }); });
      app.get('/internal/events', async (context) => context.json(await access.page(Number(context.req.query('after')), Number(context.req.query('wait')), context.req.raw.signal)));
      app.get('/files/auth/*', () => new Response('<script>1</script>', { headers: { 'content-type': 'text/html', 'set-cookie': 'a=b', 'x-secret': '1', 'cache-control': 'private' } }));
    } }),
    results: make('results', resolversOf(log, counts, seen)),
    images: make('images', {
      Upload: uploadScalar,
      Query: { imageCount: () => 0 },
      Mutation: { uploadImage: async (_: unknown, { file }: { file: Upload }) => measure(file) },
      Plate: { __resolveReference: ({ id }: { id: string }) => ({ id, picture: `picture of ${id}` }), broken: () => { throw new Error('secret detail'); } },
    }, { readMultipart: (request) => readUpload(request, { maxFileSize: 60_000_000, maxFiles: 3 }) }),
    labware: make('labware', { Query: { shelf: () => 'S1' }, Plate: { __resolveReference: ({ id }: { id: string }) => ({ id, place: `place of ${id}`, bulk: 'x'.repeat(200_000) }) } }),
  };
};

const measure = async (upload: Upload) => {
  const source = await upload.open();
  let byteSize = 0;
  let start = '';
  for await (const chunk of source.createReadStream()) { start ||= Buffer.from(chunk.subarray(0, 4)).toString('hex'); byteSize += chunk.byteLength; }
  return { name: source.filename, byteSize, sha256Start: start };
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
