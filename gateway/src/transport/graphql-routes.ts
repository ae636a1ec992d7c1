import { CodedError } from '@microplate/platform/errors';
import { readText } from '@microplate/platform/http';
import type { Logger } from '@microplate/platform/logging';
import { readUpload, type UploadLimits } from '@microplate/platform/uploads';
import { identify } from '../identity/identify.ts';
import type { AccessTokens } from '../identity/access-tokens.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine, OutcomeReport } from '../operations/engine.ts';
import { beginOperation, type Operation } from '../operations/operation-log.ts';
import type { OperationRequest, PreparedOperation } from '../operations/prepare.ts';
import { badRequest, codeOf, errorsOf, statusOf } from '../operations/refusal.ts';
import type { HttpApp } from './http-environment.ts';
import { graphiqlPage, prefersHtml } from './graphiql-page.ts';
import { refuseForgery } from './request-rules.ts';

export interface GraphqlRouteOptions {
  engine: Engine;
  accessTokens: AccessTokens;
  maxBodyBytes: number;
  uploads: UploadLimits;
  graphiql: boolean;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** What a request brought, and what to do when it is answered. */
interface Received { body: OperationRequest & Record<string, unknown>; uploading: boolean; done(): Promise<void> }

/** `/graphql`: POST with JSON or files, GET for queries, and GraphiQL for browsers. */
export const addGraphqlRoutes = (app: HttpApp, options: GraphqlRouteOptions): void => {
  app.get('/graphql', async (context) => {
    if (options.graphiql && prefersHtml(context.req.header('accept'))) return graphiqlPage();
    return answer(options, context.req.raw, context.get('requestId'), context.env?.address ?? null);
  });
  app.post('/graphql', async (context) => answer(options, context.req.raw, context.get('requestId'), context.env?.address ?? null));
  app.all('/graphql', () => Response.json({ errors: [badRequest('Use POST, or GET for queries.')] }, { status: 405, headers: { allow: 'GET, POST' } }));
};

const answer = async (options: GraphqlRouteOptions, request: Request, requestId: string, clientAddress: string | null): Promise<Response> => {
  const logger = options.logger.child({ requestId });
  const operation: Operation = { requestId, transport: 'http' };
  const end = beginOperation(operation, options);
  let received: Received | null = null;
  try {
    const { identity } = await identify(request.headers.get('authorization'), { requestId, clientAddress }, options.accessTokens);
    operation.identity = identity;
    refuseForgery(request);
    received = request.method === 'GET' ? readQuery(request) : await readBody(request, options);
    const prepared = options.engine.prepare(received.body, identity);
    Object.assign(operation, { name: prepared.operation.name?.value, kind: prepared.operation.operation });
    refuseTransport(prepared, request.method);
    const report: OutcomeReport = { codes: [] };
    const signal = prepared.operation.operation === 'query' ? request.signal : undefined;
    const { uploading } = received;
    const response = await options.engine.executeHttp(prepared, request.headers.get('accept'), { identity, logger, signal, uploading }, report);
    end(report.codes);
    const text = response.body.kind === 'complete' ? response.body.string : '';
    return new Response(text, { status: response.status ?? 200, headers: [...response.headers] });
  } catch (error) {
    const errors = errorsOf(error, logger);
    end(errors.map(codeOf));
    return Response.json({ errors }, { status: statusOf(errors) });
  } finally {
    await received?.done();
  }
};

const refuseTransport = ({ operation }: PreparedOperation, method: string): void => {
  if (operation.operation === 'subscription') throw new CodedError('SUBSCRIPTION_TRANSPORT', 'Subscriptions are served over WebSocket (graphql-transport-ws) at this address.');
  if (operation.operation === 'mutation' && method === 'GET') throw badRequest('A mutation should be sent with POST.');
};

const readBody = async (request: Request, { maxBodyBytes, uploads }: GraphqlRouteOptions): Promise<Received> => {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (mediaType === 'multipart/form-data') {
    const { body, done } = await readUpload(request, uploads);
    return { body: body as Received['body'], uploading: true, done };
  }
  if (mediaType !== 'application/json') throw new CodedError('UNSUPPORTED_MEDIA', `Send application/json, or multipart/form-data with files; not ${mediaType.slice(0, 60) || 'nothing'}.`);
  return { body: parseObject(await readText(request, maxBodyBytes), 'The request body'), uploading: false, done: async () => {} };
};

const readQuery = (request: Request): Received => {
  const parameters = new URL(request.url).searchParams;
  const given = (name: string) => parameters.get(name) ?? undefined;
  const variables = given('variables');
  const body = { query: given('query'), operationName: given('operationName'), ...(variables ? { variables: parseObject(variables, '"variables"') } : {}) };
  return { body, uploading: false, done: async () => {} };
};

const parseObject = (text: string, what: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch { /* answered below */ }
  throw badRequest(`${what} should be a JSON object.`);
};
