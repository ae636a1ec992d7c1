import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as Urql, fetchExchange, subscriptionExchange, type CombinedError } from '@urql/core';
import type { ExecutionResult } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';
import { serve, type Listening } from '@microplate/platform/http';
import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Federation } from './federation.ts';

let federation: Federation;
let door: Listening;
let detach: () => Promise<void>;
let url: string;
/** What ends the clients of a test. */
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  federation = await createFederation();
  door = await serve(federation.gateway.fetch, { port: 0 }, federation.gateway.direct);
  detach = federation.gateway.attach(door.server);
  url = `${door.url}/graphql`;
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await waitFor('the upstreams to end', () => federation.counts.open === 0);
});
afterAll(async () => { await detach(); await door.close(50); await federation.dispose(); });

const authorization = `Bearer ${accessToken({ permissions: ['results:view'] })}`;
interface Answer { data?: any; codes: string[] }
type Failures = readonly { extensions?: Record<string, unknown> }[] | undefined;
const answerOf = (data: unknown, errors: Failures): Answer => ({ data: data ?? null, codes: (errors ?? []).map(({ extensions }) => String(extensions?.code)) });

/** A client as its users use it. */
interface Subject {
  run(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Calls `next` with each event until it is stopped. */
  subscribe?(query: string, next: (answer: Answer) => void): void;
}

const apollo = (link: HttpLink | GraphQLWsLink): Subject => {
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  ends.push(() => client.stop());
  const told = ({ data, error }: { data?: unknown; error?: unknown }) => {
    if (error && !CombinedGraphQLErrors.is(error)) throw error;
    return answerOf(data, CombinedGraphQLErrors.is(error) ? error.errors : []);
  };
  return {
    run: async (query, variables) => told(await (query.startsWith('mutation')
      ? client.mutate({ mutation: gql(query), variables, errorPolicy: 'all' })
      : client.query({ query: gql(query), variables, errorPolicy: 'all', fetchPolicy: 'no-cache' }))),
    subscribe: (query, next) => {
      const subscription = client.subscribe({ query: gql(query) }).subscribe({ next: (result) => next(told(result)), error: (error: Error) => { throw error; } });
      ends.push(() => subscription.unsubscribe());
    },
  };
};

const wsClient = () => {
  const client = createWs({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization } });
  ends.push(() => client.dispose());
  return client;
};

const urql = (streamed: boolean): Subject => {
  const ws = wsClient();
  const overSocket = subscriptionExchange({ forwardSubscription: ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: ws.subscribe({ query: query!, variables: variables as Record<string, unknown> }, sink as never) }) }) });
  const client = new Urql({
    url, exchanges: streamed ? [fetchExchange] : [overSocket, fetchExchange], fetchSubscriptions: streamed, preferGetMethod: false, requestPolicy: 'network-only', fetchOptions: { headers: { authorization } },
  });
  const told = ({ data, error }: { data?: unknown; error?: CombinedError }) => {
    if (error?.networkError) throw error.networkError;
    return answerOf(data, error?.graphQLErrors);
  };
  return {
    run: async (query, variables = {}) => told(await (query.startsWith('mutation') ? client.mutation(query, variables) : client.query(query, variables)).toPromise()),
    subscribe: (query, next) => { const { unsubscribe } = client.subscription(query, {}).subscribe((result) => next(told(result))); ends.push(unsubscribe); },
  };
};

interface Sink { next(result: ExecutionResult): void; error(error: unknown): void; complete(): void }
/** graphql-ws and graphql-sse have one way of being called. */
const overSink = (subscribe: (request: { query: string; variables?: Record<string, unknown> }, sink: Sink) => () => void): Subject => ({
  run: (query, variables) => new Promise((resolve, reject) => {
    let answer: Answer | undefined;
    subscribe({ query, variables }, {
      next: ({ data, errors }) => { answer = answerOf(data, errors); },
      error: (error) => (Array.isArray(error) ? resolve(answerOf(null, error)) : reject(error)), complete: () => resolve(answer!),
    });
  }),
  subscribe: (query, next) => { ends.push(subscribe({ query }, { next: ({ data, errors }) => next(answerOf(data, errors)), error: (error) => { throw error; }, complete: () => {} })); },
});

const graphqlRequest = (): Subject => {
  const client = new GraphQLClient(url, { headers: { authorization }, errorPolicy: 'all' });
  return { run: async (query, variables) => {
    try {
      const { data, errors } = await client.rawRequest(query, variables);
      return answerOf(data, errors);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return answerOf(error.response.data, error.response.errors);
    }
  } };
};

const graphqlSse = () => {
  const client = createSse({ url, headers: { authorization }, retryAttempts: 0 });
  ends.push(() => client.dispose());
  return client;
};

const CLIENTS: Record<string, () => Subject> = {
  'Apollo Client, HttpLink': () => apollo(new HttpLink({ uri: url, headers: { authorization } })),
  'Apollo Client, HttpLink with GET': () => apollo(new HttpLink({ uri: url, headers: { authorization }, useGETForQueries: true })),
  'Apollo Client, GraphQLWsLink': () => apollo(new GraphQLWsLink(wsClient())),
  'urql with graphql-ws': () => urql(false),
  'urql alone': () => urql(true),
  'graphql-request': graphqlRequest,
  'graphql-ws': () => overSink((request, sink) => wsClient().subscribe(request, sink as never)),
  'graphql-sse': () => overSink((request, sink) => graphqlSse().subscribe(request, sink as never)),
};

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  test('a query with variables', async () => {
    const { data, codes } = await connect().run('query Plate($id: ID!) { plate(id: $id) { id label picture owner { name } } }', { id: 'p7' });
    expect([data, codes]).toEqual([{ plate: expect.objectContaining({ id: 'p7', label: 'plate p7', picture: 'picture of p7', owner: expect.objectContaining({ name: 'name u1' }) }) }, []]);
  });

  test('a mutation', async () => {
    expect(await connect().run('mutation Note($text: String!) { note(text: $text) }', { text: 'wärmer' })).toEqual({ data: { note: 'wärmer' }, codes: [] });
  });

  test('an answer in part, with its error', async () => {
    expect(await connect().run('query Part { public notFound { id } }')).toEqual({ data: { public: 'open', notFound: null }, codes: ['NOT_FOUND'] });
  });

  test.each([
    ['not valid', 'query Wrong { nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'], ['not permitted', 'query Denied { users { id } }', {}, 'FORBIDDEN'],
    ['given wrong variables', 'query Plate($id: ID!) { plate(id: $id) { id } }', { id: null }, 'BAD_USER_INPUT'],
  ])('an operation that is %s is told by its code', async (_what, query, variables, code) => {
    // graphql-sse has no place for a status: what is refused by one arrives as a failed connection.
    const answer = connect().run(query, variables).catch((error: { response?: Response }) => error.response!.json().then(({ errors }) => answerOf(null, errors)));
    expect(await answer).toEqual({ data: null, codes: [code] });
  });
});

const streaming = Object.entries(CLIENTS).filter(([name]) => name !== 'graphql-request');

test.each(streaming)('%s: a subscription, with the entities of other subgraphs', async (_name, connect) => {
  const events: Answer[] = [];
  const { opened } = federation.counts;
  connect().subscribe!('subscription Events { plateEvents(plateId: "p1") { kind plate { id picture owner { name } } } }', (answer) => events.push(answer));
  await waitFor('the upstream', () => federation.counts.opened > opened && federation.counts.open === 1);
  federation.log.add();
  federation.log.add();
  await waitFor('two events', () => events.length === 2);
  for (const { data, codes } of events) expect([data.plateEvents.plate.picture, data.plateEvents.plate.owner.name, codes]).toEqual(['picture of p1', 'name u1', []]);
});

test('a file by the multipart request specification, made by hand', async () => {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query: 'mutation Upload($file: Upload!) { uploadImage(file: $file) { name byteSize } }', variables: { file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([new Uint8Array(70_000)], { type: 'image/jpeg' }), 'plate.jpg');
  const headers = { authorization: `Bearer ${accessToken({ permissions: ['capture:image'] })}` };
  const response = await fetch(url, { method: 'POST', headers, body: form });
  expect([response.status, ((await response.json()) as any).data]).toEqual([200, { uploadImage: { name: 'plate.jpg', byteSize: 70_000 } }]);
});
