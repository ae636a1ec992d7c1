import { EventEmitter } from 'node:events';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import { silentLogger } from '@microplate/platform/logging';
import { createSubgraph, type RequestContext, type Subgraph, type SubgraphOptions } from '@microplate/platform/subgraph';
import { createMetrics } from '@microplate/platform/telemetry';
import { readUpload, uploadScalar, type Upload } from '@microplate/platform/uploads';

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

interface Parts { keys: Record<string, string>; log: PlateLog; counts: Counts; seen: Identity[]; jwks: { keys: unknown[]; asked: number }; access: AccessLog }

export const createSubgraphs = ({ keys, log, counts, seen, jwks, access }: Parts): Record<keyof typeof SDL, Subgraph> => {
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
