import type { Server } from 'node:http';
import { CodedError, httpStatusOf } from '@microplate/platform/errors';
import type { Connection, ServedDirectly } from '@microplate/platform/http';
import type { Logger } from '@microplate/platform/logging';
import type { GatewayDeps } from './deps.ts';
import { createEventStreams, type EventStreams } from './event-streams/event-streams.ts';
import { createGraphqlSocket } from './graphql-ws/graphql-socket.ts';
import { createSocketOperations } from './graphql-ws/socket-operations.ts';
import { createSocketServer, type SocketServer } from './graphql-ws/socket-server.ts';
import { createAddressOf } from './identity/client-address.ts';
import { createSessions, type Sessions } from './identity/sessions.ts';
import { createEngine } from './operations/engine.ts';
import { observed } from './operations/observed-engine.ts';
import { createLiveEngine, type LiveEngine } from './operations/live-engine.ts';
import { guard } from './subgraphs/guard.ts';
import { createDataSource } from './subgraphs/subgraph-data-source.ts';
import { tracedSource } from './subgraphs/traced-source.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions/subscriptions.ts';
import { createHttp, type Http } from './transport/http-app.ts';
import { createMetricsDoor } from './transport/metrics-door.ts';

/** The one public door to the graph. */
export interface Gateway {
  name: 'gateway';
  /** HTTP. `connection` names the client's address where it is known. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** The plainest of its requests, answered without `fetch`: give both to `serve`. */
  direct: ServedDirectly;
  /** WebSockets on the server that serves `fetch`. What it returns ends them; call it before the server is closed. */
  attach(server: Server): () => Promise<void>;
  /** `/metrics`, on another address. */
  side: { fetch(request: Request): Promise<Response>; where: { host: string; port: number } };
  /** Serves another supergraph from now on: no request is dropped. @throws where it can't be served; then the one before stays. */
  swap(supergraphSdl: string): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

interface Running { engine: LiveEngine; subscriptions: Subscriptions; sessions: Sessions; streams: EventStreams; sockets: SocketServer; http: Http }

export const createGateway = (deps: GatewayDeps): Gateway => {
  let running: Running | null = null;
  const started = (): Running => {
    if (!running) throw new Error('The gateway is not started.');
    return running;
  };
  return {
    name: 'gateway',
    fetch: async (request, connection = { address: null }) => (running ? running.http.fetch(request, connection) : notStarted()),
    direct: (incoming, outgoing) => running?.http.direct(incoming, outgoing) ?? false,
    attach: (server) => {
      const { sockets, streams } = started();
      const detach = sockets.attach(server);
      return async () => { streams.stop(); await detach(); };
    },
    side: { fetch: createMetricsDoor(deps.metrics.registry), where: { host: deps.settings.GATEWAY_METRICS_HOST, port: deps.settings.GATEWAY_METRICS_PORT } },
    swap: (supergraphSdl) => swap(started(), supergraphSdl, deps.logger),
    start: async () => {
      running = await run(deps);
      deps.schemaWatch?.start((supergraphSdl) => swap(started(), supergraphSdl, deps.logger));
    },
    dispose: async () => {
      await deps.schemaWatch?.dispose();
      await running?.sockets.dispose();
      running?.streams.dispose();
      running?.subscriptions.dispose();
      running?.sessions.dispose();
      await deps.revocationFeed.dispose();
      await running?.engine.dispose();
      running = null;
      deps.preparation.documents.dispose();
      await deps.disconnect();
      await deps.tracing.dispose();
    },
  };
};

const swap = async ({ engine, subscriptions }: Running, supergraphSdl: string, logger: Logger): Promise<void> => {
  const began = performance.now();
  await engine.swap(supergraphSdl);
  subscriptions.revalidate();
  logger.info({ ms: Math.round(performance.now() - began) }, 'the schema has changed');
};

const notStarted = (): Response => {
  const error = new CodedError('SERVICE_UNAVAILABLE', 'The gateway is starting or stopping. Try again shortly.');
  return Response.json({ errors: [error] }, { status: httpStatusOf(error.code) });
};

const run = async (deps: GatewayDeps): Promise<Running> => {
  const { settings, logger, metrics, links, tracing, accessTokens, revocations, revocationFeed, preparation, rateLimits, supergraphSdl } = deps;
  const timeoutMs = settings.SUBGRAPH_TIMEOUT_MS;
  const sources = Object.fromEntries(Object.entries(links).map(([name, link]) => [name, guard(
    tracedSource(createDataSource({ link, timeoutMs, uploadTimeoutMs: settings.UPLOAD_TIMEOUT_MS, seconds: metrics.subgraphSeconds }), name, tracing),
    {
      service: name, mostAtOnce: settings.SUBGRAPH_CONCURRENCY, failures: settings.SUBGRAPH_FAILURES, restMs: settings.SUBGRAPH_REST_MS,
      onState: (open) => { metrics.circuitOpen.set({ subgraph: name }, Number(open)); logger.warn({ subgraph: name, open }, 'circuit'); },
      onRetry: () => metrics.retries.inc({ subgraph: name }),
    })]));
  const engine = observed(await createLiveEngine((sdl) => createEngine({
    ...preparation, supergraphSdl: sdl, logger, executor: settings.EXECUTOR, fetchFrom: (service, request, context) => sources[service](request, context),
  }), supergraphSdl), { tracing, slowMs: settings.SLOW_OPERATION_MS });
  const subscriptions = createSubscriptions({ engine, links, timeoutMs, queueLength: settings.SUBSCRIBER_QUEUE, resumeMs: settings.SUBSCRIPTION_RESUME_MS, mostPerUser: settings.SUBSCRIPTIONS_PER_USER, metrics, logger });
  const sessions = createSessions({ accessTokens, revocations });
  const streams = createEventStreams({ engine, subscriptions, sessions, metrics });
  const mostOperations = settings.SUBSCRIPTIONS_PER_SOCKET;
  const onSocket = createGraphqlSocket({ accessTokens, rateLimits, sessions, mostOperations, logger, run: createSocketOperations({ engine, rateLimits, subscriptions, metrics, mostOperations, logger }) });
  const addressOf = createAddressOf(settings.TRUSTED_PROXIES);
  const sockets = createSocketServer({ maxMessageBytes: settings.MAX_BODY_BYTES, onSocket, addressOf, logger });
  const http = createHttp({
    streams: streams.streams, engine, accessTokens, rateLimits, addressOf, links, metrics, logger, tracing, timeoutMs, graphiql: settings.graphiql, maxBodyBytes: settings.MAX_BODY_BYTES,
    uploads: { maxFileSize: settings.UPLOAD_MAX_BYTES, maxFiles: settings.UPLOAD_MAX_FILES }, corsOrigins: settings.CORS_ORIGINS,
  });
  revocationFeed.start();
  return { engine, subscriptions, sessions, streams, sockets, http };
};
