// The federation behind every candidate, in a process of its own: four subgraphs that answer whoever asks.
import { EventEmitter } from 'node:events';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, subscribe, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { serve } from '@microplate/platform/http';
import { KEYS, accessToken } from '../../test/access-token.ts';
import { SDL } from './schema.ts';

const bus = new EventEmitter().setMaxListeners(0);
let cursor = 0;

async function* plateEvents() {
  for (let seen = cursor; ;) {
    if (cursor === seen) await new Promise((resolve) => { bus.once('event', resolve); });
    // The moment travels with the event, so that clients can tell how long it took.
    while (seen < cursor) yield { plateEvents: { cursor: `${seen += 1}`, kind: String(process.hrtime.bigint()), plate: { __typename: 'Plate', id: 'p1', label: 'plate p1', owner: { __typename: 'User', id: 'u1' } } } };
  }
}

const resolvers = {
  auth: { User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `name ${id}` }) } },
  results: { Subscription: { plateEvents: { subscribe: plateEvents } } },
  images: { Plate: { __resolveReference: ({ id }: { id: string }) => ({ id, picture: `picture of ${id}` }) } },
  labware: { Plate: { __resolveReference: ({ id }: { id: string }) => ({ id, place: `place of ${id}` }) } },
};

const encoder = new TextEncoder();

const streamed = (events: AsyncGenerator<ExecutionResult>): Response => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(':\n\n')),
    pull: async (controller) => {
      const { done, value } = await events.next();
      if (!done) controller.enqueue(encoder.encode(`event: next\ndata: ${JSON.stringify(value)}\n\n`));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};

const answer = async (schema: GraphQLSchema, request: Request): Promise<Response> => {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === '/.well-known/jwks.json') return Response.json({ keys: [KEYS.jwk] });
  if (pathname === '/internal/events') {
    await new Promise((resolve) => { setTimeout(resolve, Number(searchParams.get('wait'))); });
    return Response.json({ events: [], head: 0 });
  }
  // Hive subscribes by GET.
  const { query, variables } = request.method === 'GET'
    ? { query: searchParams.get('query')!, variables: JSON.parse(searchParams.get('variables') ?? '{}') as Record<string, unknown> }
    : await request.json() as { query: string; variables?: Record<string, unknown> };
  const args = { schema, document: parse(query), variableValues: variables };
  if (!request.headers.get('accept')?.includes('text/event-stream')) return Response.json(await execute(args));
  return streamed(await subscribe(args) as AsyncGenerator<ExecutionResult>);
};

const urls: Record<string, string> = {};
for (const [name, typeDefs] of Object.entries(SDL)) {
  const schema = buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolvers[name as 'auth'] as never });
  urls[name] = (await serve((request) => answer(schema, request), { port: 0 })).url;
}
process.on('message', () => { cursor += 1; bus.emit('event'); });
process.on('disconnect', () => process.exit(0));
process.send!({ urls, token: accessToken({ exp: Math.ceil(Date.now() / 1000) + 3600 }) });
