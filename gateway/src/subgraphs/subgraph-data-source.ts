import { CodedError } from '@microplate/platform/errors';
import type { Histogram } from '@microplate/platform/telemetry';
import { findUploads, multipartBody } from '@microplate/platform/uploads';
import type { FetchRequest, SubgraphResult } from '../engine/index.ts';
import type { GatewayContext } from '../operations/gateway-context.ts';
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

/** What the engine's fetches go through. Never rejects. */
export type DataSource = (request: FetchRequest, context: GatewayContext) => Promise<SubgraphResult>;

/**
 * Requests signed for this subgraph and this body. Failures are errors with a code and `serviceName`, so the other fields
 * still answer.
 */
export const createDataSource = (options: DataSourceOptions): DataSource => async (request, context) => {
  const stopTimer = options.seconds.startTimer({ subgraph: options.link.name });
  const answer = await send(options, request, context);
  stopTimer({ outcome: answer.errors ? 'error' : 'ok' });
  return answer;
};

const send = async (options: DataSourceOptions, request: FetchRequest, context: GatewayContext): Promise<SubgraphResult> => {
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

const bodyOf = ({ query, operationName, variables, body }: FetchRequest, context: GatewayContext): Body => {
  // Files come with a root field; what is asked of entities has none, so nothing but `variables` is looked at.
  if (context.uploading && findUploads({ variables }).size > 0) {
    const { contentType, stream, bound, failure } = multipartBody({ query, operationName, variables });
    return { headers: { 'content-type': contentType }, body: stream, bound, failure };
  }
  return { headers: { 'content-type': 'application/json' }, body };
};

/** Its coded errors pass; what is no GraphQL answer, or a refusal of the gateway itself, is the service's failure. */
const read = (service: string, status: number, text: string, context: GatewayContext): SubgraphResult => {
  const result = resultOf(text);
  if (result && !refusesGateway(status, result.errors)) return result;
  context.logger.error({ subgraph: service, status, answer: result?.errors?.[0]?.message }, 'a subgraph did not answer in GraphQL');
  return { errors: [serviceUnavailable(service)] };
};
