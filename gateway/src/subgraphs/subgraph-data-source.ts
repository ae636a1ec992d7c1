import type { GraphQLDataSource } from '@apollo/gateway';
import type { ExecutionResult } from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import type { Histogram } from '@microplate/platform/telemetry';
import { findUploads, multipartBody } from '@microplate/platform/uploads';
import type { GatewayContext, Primary } from '../operations/gateway-context.ts';
import { isTimeout, withDeadline } from './deadline.ts';
import { gatewayTimeout, refusesGateway, resultOf, serviceUnavailable } from './subgraph-errors.ts';
import type { SubgraphLink } from './subgraph-link.ts';

export interface DataSourceOptions {
  link: SubgraphLink;
  timeoutMs: number;
  /** For requests that carry files, which take as long as the client sends. */
  uploadTimeoutMs: number;
  seconds: Histogram<'subgraph' | 'outcome'>;
}

type Request = Omit<Primary, 'service'>;
type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];

/**
 * What the planner's fetches go through: signed for this subgraph and this request. A subscription's primary fetch is
 * answered by the event at hand. Failures are errors with a code and `serviceName`, so the other fields still answer.
 */
export const createDataSource = (options: DataSourceOptions): GraphQLDataSource => ({
  process: async ({ request, context: given }: ProcessOptions) => {
    const context = given as GatewayContext;
    const { query, operationName, variables } = request as Request;
    const wanted = { query, operationName, variables: { ...variables } };
    if (context.probe) return probe(options.link.name, wanted, context.probe) as never;
    if (isSubscription(query)) return primaryOf(context) as never;
    const stopTimer = options.seconds.startTimer({ subgraph: options.link.name });
    const answer = await send(options, wanted, context);
    stopTimer({ outcome: answer.errors ? 'error' : 'ok' });
    return answer as never;
  },
});

/** The planner names its operations, so nothing can come before the keyword. */
const isSubscription = (query: string): boolean => query.startsWith('subscription');

const probe = (service: string, request: Request, into: NonNullable<GatewayContext['probe']>): ExecutionResult => {
  if (isSubscription(request.query)) into.primary = { service, ...request };
  return { errors: [new CodedError('SUBSCRIPTION_TRANSPORT', 'This execution only finds the subscription\'s source.')] };
};

const primaryOf = ({ event }: GatewayContext): ExecutionResult => event ?? {
  errors: [new CodedError('SUBSCRIPTION_TRANSPORT', 'Subscriptions are served over WebSocket (graphql-transport-ws) at this address.')],
};

const send = async (options: DataSourceOptions, request: Request, context: GatewayContext): Promise<ExecutionResult> => {
  const { link, timeoutMs, uploadTimeoutMs } = options;
  const signal = AbortSignal.any([AbortSignal.timeout(context.uploading ? uploadTimeoutMs : timeoutMs), ...(context.signal ? [context.signal] : [])]);
  const { failure, ...body } = bodyOf(request, context);
  try {
    const response = await withDeadline(signal, link.call({ ...body, method: 'POST', path: '/graphql', identity: context.identity, signal }));
    if (failure?.()) throw failure();
    return read(link.name, response.status, await withDeadline(signal, response.text()), context);
  } catch (error) {
    const reason = failure?.() ?? error;
    if (reason instanceof CodedError) return { errors: [reason] };
    const coded = isTimeout(error) ? gatewayTimeout(link.name) : serviceUnavailable(link.name);
    context.logger.warn({ subgraph: link.name, error: (error as Error).message, cause: ((error as Error).cause as Error)?.message }, coded.code);
    return { errors: [coded] };
  }
};

interface Body { headers: Record<string, string>; body: string | ReadableStream<Uint8Array>; bound?: string; failure?: () => unknown }

const bodyOf = (request: Request, context: GatewayContext): Body => {
  if (context.uploading && findUploads(request).size > 0) {
    const { contentType, stream, bound, failure } = multipartBody(request);
    return { headers: { 'content-type': contentType }, body: stream, bound, failure };
  }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) };
};

/** Its coded errors pass; what is no GraphQL answer, or a refusal of the gateway itself, is the service's failure. */
const read = (service: string, status: number, text: string, context: GatewayContext): ExecutionResult => {
  const result = resultOf(text);
  if (result && !refusesGateway(status, result.errors)) return result;
  context.logger.error({ subgraph: service, status, answer: result?.errors?.[0]?.message }, 'a subgraph did not answer in GraphQL');
  return { errors: [serviceUnavailable(service)] };
};
