import { CodedError } from '@microplate/platform/errors';
import { isTimeout, withDeadline } from '@microplate/platform/http';
import { observerOf, type Histogram } from '@microplate/platform/telemetry';
import { findUploads, multipartBody } from '@microplate/platform/uploads';
import type { FetchRequest, SubgraphResult } from '../engine/index.ts';
import type { GatewayContext } from '../operations/gateway-context.ts';
import { gatewayTimeout, refusesGateway, resultOf, serviceUnavailable } from './subgraph-errors.ts';
import type { PostAnswer } from './network-post.ts';
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
  const [ok, failed] = ['ok', 'error'].map((outcome) => observerOf(options.seconds, { subgraph, outcome }));
  return async (request, context) => {
    const start = performance.now();
    let answer: SubgraphResult;
    try {
      answer = read(subgraph, await send(options, request, context), context);
    } catch (error) {
      answer = { errors: [failureOf(subgraph, error as Error, context)] };
    }
    (answer.errors ? failed : ok)((performance.now() - start) / 1000);
    return answer;
  };
};

const send = (options: DataSourceOptions, request: FetchRequest, context: GatewayContext): Promise<PostAnswer> => {
  const { link, timeoutMs, uploadTimeoutMs } = options;
  // Files come with a root field; what is asked of entities has none, so nothing but `variables` is looked at.
  if (context.uploading && findUploads({ variables: request.variables }).size > 0) return sendFiles(options, request, context);
  return link.post({ body: request.body, timeoutMs: context.uploading ? uploadTimeoutMs : timeoutMs }, context);
};

const failureOf = (subgraph: string, error: Error, { logger }: GatewayContext): CodedError => {
  if (error instanceof CodedError) return error;
  const coded = isTimeout(error) ? gatewayTimeout(subgraph) : serviceUnavailable(subgraph);
  logger.warn({ subgraph, error: error.message, cause: (error.cause as Error | undefined)?.message }, coded.code);
  return coded;
};

const sendFiles = async ({ link, uploadTimeoutMs }: DataSourceOptions, { query, operationName, variables }: FetchRequest, context: GatewayContext): Promise<PostAnswer> => {
  const signal = AbortSignal.any([AbortSignal.timeout(uploadTimeoutMs), ...(context.client ? [context.client.signal()] : [])]);
  const { contentType, stream, bound, failure } = multipartBody({ query, operationName, variables });
  try {
    const response = await withDeadline(signal, link.call({
      method: 'POST', path: '/graphql', headers: { 'content-type': contentType }, body: stream, bound, identity: context.identity, signal }));
    if (failure()) throw failure();
    return { status: response.status, text: await withDeadline(signal, response.text()) };
  } catch (error) {
    throw failure() ?? error;
  }
};

/** Its coded errors pass; what is no GraphQL answer, or a refusal of the gateway itself, is the service's failure. */
const read = (service: string, { status, text }: PostAnswer, context: GatewayContext): SubgraphResult => {
  const result = resultOf(text);
  if (result && !refusesGateway(status, result.errors)) return result;
  context.logger.error({ subgraph: service, status, answer: result?.errors?.[0]?.message }, 'a subgraph did not answer in GraphQL');
  return { errors: [serviceUnavailable(service)] };
};
