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
export const createDataSource = (options: DataSourceOptions): DataSource => {
  const subgraph = options.link.name;
  const [ok, failed] = ['ok', 'error'].map((outcome) => options.seconds.labels({ subgraph, outcome }));
  return async (request, context) => {
    const start = performance.now();
    const answer = await send(options, request, context);
    (answer.errors ? failed : ok).observe((performance.now() - start) / 1000);
    return answer;
  };
};

const send = async (options: DataSourceOptions, request: FetchRequest, context: GatewayContext): Promise<SubgraphResult> => {
  const { link, timeoutMs } = options;
  try {
    // Files come with a root field; what is asked of entities has none, so nothing but `variables` is looked at.
    if (context.uploading && findUploads({ variables: request.variables }).size > 0) return await sendFiles(options, request, context);
    const { status, text } = await link.post(context.identity, { body: request.body, timeoutMs: context.uploading ? options.uploadTimeoutMs : timeoutMs, signal: context.signal });
    return read(link.name, status, text, context);
  } catch (error) {
    if (error instanceof CodedError) return { errors: [error] };
    const coded = isTimeout(error) ? gatewayTimeout(link.name) : serviceUnavailable(link.name);
    context.logger.warn({ subgraph: link.name, error: (error as Error).message, cause: ((error as Error).cause as Error)?.message }, coded.code);
    return { errors: [coded] };
  }
};

const sendFiles = async ({ link, uploadTimeoutMs }: DataSourceOptions, { query, operationName, variables }: FetchRequest, context: GatewayContext): Promise<SubgraphResult> => {
  const signal = AbortSignal.any([AbortSignal.timeout(uploadTimeoutMs), ...(context.signal ? [context.signal] : [])]);
  const { contentType, stream, bound, failure } = multipartBody({ query, operationName, variables });
  try {
    const response = await withDeadline(signal, link.call({
      method: 'POST', path: '/graphql', headers: { 'content-type': contentType }, body: stream, bound, identity: context.identity, signal }));
    if (failure()) throw failure();
    return read(link.name, response.status, await withDeadline(signal, response.text()), context);
  } catch (error) {
    throw failure() ?? error;
  }
};

/** Its coded errors pass; what is no GraphQL answer, or a refusal of the gateway itself, is the service's failure. */
const read = (service: string, status: number, text: string, context: GatewayContext): SubgraphResult => {
  const result = resultOf(text);
  if (result && !refusesGateway(status, result.errors)) return result;
  context.logger.error({ subgraph: service, status, answer: result?.errors?.[0]?.message }, 'a subgraph did not answer in GraphQL');
  return { errors: [serviceUnavailable(service)] };
};
