import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { Hono, type MiddlewareHandler } from 'hono';
import { CodedError } from '../errors/index.ts';
import { CONTEXT_HEADER, checkBinding, verifyContext } from '../identity/index.ts';
import { answer } from './answer.ts';
import type { OpenStreams } from './event-stream.ts';
import { enforcePermissions } from './enforce-permissions.ts';
import { errorResponse, reportAndMask } from './failures.ts';
import { noTracing } from '../tracing/index.ts';
import type { RequestContext, Subgraph, SubgraphApp, SubgraphEnvironment, SubgraphOptions } from './subgraph-options.ts';

export const createSubgraph = <Context extends RequestContext>(options: SubgraphOptions<Context>): Subgraph => {
  const schema = enforcePermissions(buildSubgraphSchema({ typeDefs: parse(options.typeDefs), resolvers: options.resolvers as never }));
  const apollo = new ApolloServer<Context>({
    schema, introspection: true, plugins: [ApolloServerPluginInlineTraceDisabled()], includeStacktraceInErrorResponses: false, stopOnTerminationSignals: false, csrfPrevention: false,
    formatError: (formatted, error) => reportAndMask(options.logger, formatted, error), logger: options.logger,
  });
  const streams: OpenStreams = new Set();
  const app: SubgraphApp = new Hono();
  app.onError((error, context) => errorResponse(error, context.get('logger') ?? options.logger));
  app.notFound(() => errorResponse(new CodedError('NOT_FOUND', 'There is nothing at this address.'), options.logger));
  addOperations(app, options);
  app.use('/graphql', verifyCaller(options));
  app.use('/internal/*', verifyCaller(options));
  app.use('/internal/*', async (context, next) => {
    checkBinding(context.get('claims'), `${context.req.method} ${context.req.url.slice(new URL(context.req.url).origin.length)}`);
    await next();
  });
  app.post('/graphql', async (context) => {
    const base = { identity: context.get('identity'), logger: context.get('logger'), signal: context.req.raw.signal };
    return answer({ options, apollo, schema, streams, request: context.req.raw, claims: context.get('claims'), createContext: () => options.createContext(base) });
  });
  options.routes?.(app);
  return {
    name: options.name, schema,
    fetch: (request) => traced(options, request, async () => app.fetch(request)),
    start: async () => { await options.start(); await apollo.start(); },
    dispose: async () => { for (const cut of [...streams]) cut(); await apollo.stop().catch(() => {}); await options.dispose(); await options.tracing?.dispose(); },
  };
};

/** Requests that a caller traces become spans below its own; health and metrics do not. */
const traced = ({ tracing = noTracing }: Pick<SubgraphOptions<never>, 'tracing'>, request: Request, work: () => Promise<Response>): Promise<Response> => {
  if (!request.headers.has('traceparent')) return work();
  return tracing.span(`${request.method} ${new URL(request.url).pathname.split('/').slice(0, 3).join('/')}`, { kind: 'server', parent: request.headers }, async (span) => {
    const response = await work();
    span.set({ 'http.response.status_code': response.status });
    return response;
  });
};

const addOperations = (app: SubgraphApp, options: Pick<SubgraphOptions<never>, 'metrics' | 'ready' | 'name'>): void => {
  app.get('/health', (context) => context.json({ status: 'ok', service: options.name }));
  app.get('/ready', async (context) => options.ready().then(
    () => context.json({ status: 'ready', service: options.name }),
    () => context.json({ status: 'not ready', service: options.name }, 503)));
  app.get('/metrics', async (context) => context.text(await options.metrics.registry.metrics(), 200, { 'content-type': options.metrics.registry.contentType }));
};

/** Before `/graphql` and `/internal/*`: who calls, out of the signed context alone. */
const verifyCaller = ({ name, callers, logger }: Pick<SubgraphOptions<never>, 'name' | 'callers' | 'logger'>): MiddlewareHandler<SubgraphEnvironment> =>
  async (context, next) => {
    const claims = verifyContext(context.req.header(CONTEXT_HEADER) ?? null, name, callers);
    context.set('claims', claims);
    context.set('identity', claims.identity);
    context.set('logger', logger.child({ requestId: claims.identity.requestId }));
    await next();
  };
