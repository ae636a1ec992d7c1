import { randomUUID } from 'node:crypto';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fetch';
import { Hono } from 'hono';
import { CodedError, causeOf, httpStatusOf, isErrorCode, isUnexpected, maskError } from '../errors/index.ts';
import { readText } from '../http/index.ts';
import { CONTEXT_HEADER, checkBinding, isIntrospection, verifyContext, type ContextClaims, type Identity } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Metrics } from '../telemetry/index.ts';
import { enforcePermissions } from './enforce-permissions.ts';

/** What every resolver of every subgraph gets at the least. */
export interface RequestContext { identity: Identity; logger: Logger }

export interface GraphQLRequestBody { query?: string; operationName?: string; variables?: Record<string, unknown>; extensions?: Record<string, unknown> }

/** Variables of Hono's context on `/graphql` and `/internal/*`: the caller is verified there. */
export type SubgraphApp = Hono<{ Variables: { identity: Identity; claims: ContextClaims; logger: Logger } }>;

export interface SubgraphOptions<Context extends RequestContext> {
  name: string;
  /** The subgraph's SDL from `schema/`. */
  typeDefs: string;
  resolvers: Record<string, unknown>;
  /** Keys of the callers it admits, by issuer. */
  callers: Readonly<Record<string, string>>;
  /** Per request: loaders and whatever resolvers need beside the identity. */
  createContext: (base: RequestContext) => Context;
  /** Reads a multipart request into the GraphQL request it carries; without it multipart is refused. */
  readMultipart?: (request: Request) => Promise<{ body: GraphQLRequestBody; bound: string; done(): Promise<void> }>;
  /** Adds internal and file routes. */
  routes?: (app: SubgraphApp) => void;
  metrics: Metrics;
  logger: Logger;
  /** Rejects while the subgraph can't serve (its database is away, say). */
  ready: () => Promise<void>;
  start: () => Promise<void>;
  dispose: () => Promise<void>;
}

/** A subgraph is its fetch: the same object serves a port, a gateway in the same process, and tests. */
export interface Subgraph {
  name: string;
  schema: GraphQLSchema;
  fetch(request: Request): Promise<Response>;
  /** Migrates, connects and begins background work. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;

export const createSubgraph = <Context extends RequestContext>(options: SubgraphOptions<Context>): Subgraph => {
  const schema = enforcePermissions(buildSubgraphSchema({ typeDefs: parse(options.typeDefs), resolvers: options.resolvers as never }));
  const apollo = new ApolloServer<Context>({
    schema, introspection: true, plugins: [ApolloServerPluginInlineTraceDisabled()], includeStacktraceInErrorResponses: false, stopOnTerminationSignals: false, csrfPrevention: false,
    formatError: (formatted, error) => reportAndMask(options.logger, formatted, error), logger: options.logger,
  });
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
    const base = { identity: context.get('identity'), logger: context.get('logger') };
    return answer(options, apollo, schema, context.req.raw, context.get('claims'), () => options.createContext(base));
  });
  options.routes?.(app);
  return {
    name: options.name, schema,
    fetch: async (request) => app.fetch(request),
    start: async () => { await options.start(); await apollo.start(); },
    dispose: async () => { await apollo.stop().catch(() => {}); await options.dispose(); },
  };
};

const addOperations = (app: SubgraphApp, options: Pick<SubgraphOptions<never>, 'metrics' | 'ready' | 'name'>): void => {
  app.get('/health', (context) => context.json({ status: 'ok', service: options.name }));
  app.get('/ready', async (context) => options.ready().then(
    () => context.json({ status: 'ready', service: options.name }),
    () => context.json({ status: 'not ready', service: options.name }, 503)));
  app.get('/metrics', async (context) => context.text(await options.metrics.registry.metrics(), 200, { 'content-type': options.metrics.registry.contentType }));
};

const verifyCaller = (options: Pick<SubgraphOptions<never>, 'name' | 'callers' | 'logger'>) =>
  async (context: Parameters<Parameters<SubgraphApp['use']>[1] & Function>[0] | any, next: () => Promise<void>) => {
    const claims = verifyContext(context.req.header(CONTEXT_HEADER) ?? null, options.name, options.callers);
    context.set('claims', claims);
    context.set('identity', claims.identity);
    context.set('logger', options.logger.child({ requestId: claims.identity.requestId }));
    await next();
  };

const answer = async <Context extends RequestContext>(
  options: SubgraphOptions<Context>, apollo: ApolloServer<Context>, schema: GraphQLSchema, request: Request, claims: ContextClaims, createContext: () => Context,
): Promise<Response> => {
  const multipart = (request.headers.get('content-type') ?? '').startsWith('multipart/form-data');
  if (multipart && !options.readMultipart) throw new CodedError('UNSUPPORTED_MEDIA', `The ${options.name} service takes no uploads.`);
  const upload = multipart ? await options.readMultipart!(request) : null;
  try {
    const bound = upload?.bound ?? await readText(request, MAX_BODY_BYTES);
    if (isIntrospection(claims)) checkIntrospection(bound);
    else checkBinding(claims, bound);
    if ((request.headers.get('accept') ?? '').includes('text/event-stream')) return stream(schema, request, bound, createContext);
    return await execute(options, apollo, request, upload?.body ?? parseBody(bound), createContext);
  } finally {
    await upload?.done();
  }
};

const SCHEMA_FIELDS = ['_service', '__schema', '__type', '__typename'];

/** What an introspection token may ask for: root fields that show the schema, named directly. */
const checkIntrospection = (text: string): void => {
  const { definitions } = parseQuery(parseBody(text).query ?? '');
  const roots = definitions.flatMap((definition) => (definition.kind === 'OperationDefinition' ? definition.selectionSet.selections : []));
  const allowed = roots.every((root) => root.kind === 'Field' && SCHEMA_FIELDS.includes(root.name.value));
  if (!allowed) throw new CodedError('FORBIDDEN', 'This token shows the schema alone.');
};

const parseQuery = (text: string) => {
  try {
    return parse(text, { noLocation: true });
  } catch (error) {
    throw new CodedError('GRAPHQL_PARSE_FAILED', (error as Error).message);
  }
};

const parseBody = (text: string): GraphQLRequestBody => {
  try {
    return JSON.parse(text) as GraphQLRequestBody;
  } catch {
    throw new CodedError('BAD_REQUEST', 'The request body is not JSON.');
  }
};

const execute = async <Context extends RequestContext>(options: SubgraphOptions<Context>, apollo: ApolloServer<Context>, request: Request, body: GraphQLRequestBody, createContext: () => Context): Promise<Response> => {
  const stopTimer = options.metrics.operationSeconds.startTimer();
  const headers = new HeaderMap([['content-type', 'application/json'], ['accept', 'application/json']]);
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body }, context: async () => createContext(),
  });
  const text = result.body.kind === 'complete' ? result.body.string : '';
  stopTimer({ outcome: firstCode(text) });
  return new Response(text, { status: result.status ?? 200, headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': request.headers.get('x-request-id') ?? '' } });
};

/** Cheap on the good path: an answer without errors does not contain the word at its start or end. */
const firstCode = (text: string): string => {
  if (!text.includes('"errors":[')) return 'ok';
  const code = (JSON.parse(text) as ExecutionResult).errors?.[0]?.extensions?.code;
  return isErrorCode(code) ? code : 'ok';
};

const stream = async <Context extends RequestContext>(schema: GraphQLSchema, request: Request, body: string, createContext: () => Context): Promise<Response> => {
  const context = createContext();
  const handler = createHandler({ schema, context: () => context as never, onNext: (_, __, result) => maskResult(context.logger, result as ExecutionResult) });
  return handler(new Request(request.url, { method: 'POST', headers: request.headers, body, signal: request.signal }));
};

const maskResult = (logger: Logger, result: ExecutionResult): ExecutionResult => !result.errors ? result : {
  ...result, errors: result.errors.map((error) => new GraphQLError(error.message, reportAndMask(logger, new GraphQLError(error.message, error).toJSON(), error) as never)),
};

const reportAndMask = (logger: Logger, formatted: ReturnType<GraphQLError['toJSON']>, error: unknown) => {
  const masked = maskError(formatted);
  if (isUnexpected(formatted)) {
    const cause = causeOf(error) as Error;
    logger.error({ error: cause?.message, stack: cause?.stack, path: formatted.path }, 'unexpected failure');
  }
  return masked;
};

/** What a whole request that failed is answered with: GraphQL's shape, the code's status, no stack trace. */
const errorResponse = (error: unknown, logger: Logger): Response => {
  const coded = error instanceof CodedError ? error : new CodedError('INTERNAL_SERVER_ERROR', 'Something failed on our side. Try again.');
  if (!(error instanceof CodedError)) logger.error({ error: (error as Error).message, stack: (error as Error).stack, id: randomUUID() }, 'unexpected failure');
  return Response.json({ errors: [{ message: coded.message, extensions: coded.extensions }] }, { status: httpStatusOf(coded.code) });
};
