import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { identify } from '../identity/identify.ts';
import type { AccessTokens } from '../identity/access-tokens.ts';
import type { RateLimits } from '../budgets/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine } from '../operations/engine.ts';
import { createOperationLog, type EndOperation, type Operation } from '../operations/operation-log.ts';
import type { Client, GatewayContext } from '../operations/gateway-context.ts';
import { codeOf, errorsOf } from '../operations/refusal.ts';
import { JSON_TYPE, chooseJson, parseAccept, type JsonAnswer } from './accept-rules.ts';
import { compressAnswer } from './compress-answer.ts';
import type { Answer, GraphqlRequest } from './graphql-request.ts';
import { isInvalidOperation, methodNotAllowed, notAcceptable, refusalHeaders, refusalStatus } from './http-refusal.ts';
import { readOperation, type BodyLimits, type Received } from './read-operation.ts';
import { refuseForgery } from './request-rules.ts';
import type { ResponseStream } from './response-stream.ts';

export interface GraphqlDoorOptions extends BodyLimits {
  engine: Pick<Engine, 'prepare' | 'execute'>;
  accessTokens: AccessTokens;
  rateLimits: RateLimits;
  /** Ways to answer with more than one result; see {@link ResponseStream}. */
  streams?: readonly ResponseStream[];
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Answers a request to `/graphql`, whichever server brought it; never rejects. A `Response` is a stream. */
export type GraphqlDoor = (request: GraphqlRequest) => Promise<Answer | Response>;

/** What is known of a request by the time that it fails. */
interface Progress extends Negotiated { received?: Received; understood: boolean; operation: Operation; end: EndOperation }

/** How it is to be answered: in JSON, or null where `Accept` takes none, and as a stream where it asks for one. */
interface Negotiated { json: JsonAnswer | null; stream?: ResponseStream }

export const createGraphqlDoor = (options: GraphqlDoorOptions): GraphqlDoor => {
  const beginOperation = createOperationLog(options);
  const negotiate = negotiation(options.streams ?? []);
  return async (request) => {
    const operation: Operation = { requestId: request.requestId, transport: 'http' };
    const progress: Progress = { json: UNASKED, stream: undefined, received: undefined, understood: false, operation, end: beginOperation(operation) };
    try {
      ({ json: progress.json, stream: progress.stream } = negotiate(request.header('accept')));
      return await answer(options, request, progress);
    } catch (error) {
      return refuse(error, progress, options.logger.child({ requestId: request.requestId }));
    } finally {
      if (progress.received?.done) await progress.received.done();
    }
  };
};

const answer = async (options: GraphqlDoorOptions, request: GraphqlRequest, progress: Progress): Promise<Answer | Response> => {
  const { operation, end } = progress;
  refuseForgery(request);
  // Before the token is looked at: whoever tries tokens is counted too.
  options.rateLimits.countAddress(request.clientAddress);
  const { identity, claims } = await identify(request.header('authorization'), request, options.accessTokens);
  operation.identity = identity;
  options.rateLimits.countUser(identity);
  const { body, uploading } = progress.received = await readOperation(request, options);
  progress.understood = true;
  const prepared = options.engine.prepare(body, identity);
  progress.understood = false;
  operation.name = prepared.operation.name?.value;
  const kind = operation.kind = prepared.operation.operation;
  if (kind === 'mutation' && request.method === 'GET') throw methodNotAllowed('A mutation should be sent with POST.', 'POST');
  const context = new RequestContext(options.logger, identity, uploading, kind === 'query' ? request : undefined);
  if (kind === 'subscription' || !progress.json) {
    if (!progress.stream) throw new CodedError('SUBSCRIPTION_TRANSPORT', 'Subscriptions are served at this address over WebSocket (graphql-transport-ws), and to "Accept: text/event-stream" or "multipart/mixed; subscriptionSpec=1.0".');
    return progress.stream.respond(prepared, { identity, claims, requestId: request.requestId, lastEventId: request.header('last-event-id'), logger: context.logger, signal: request.signal(), end });
  }
  const result = await options.engine.execute(prepared, context);
  end((result.errors ?? []).map(codeOf));
  return compressAnswer(jsonAnswer(200, progress.json, result), request.header('accept-encoding'));
};

/** How an `Accept` header is answered. Clients send few of them, so each is read once. @throws HttpRefusal 406, before anything is done whose answer nobody could read. */
const negotiation = (streams: readonly ResponseStream[]): ((header: string | null) => Negotiated) => {
  const known = new LRUCache<string, Negotiated>({ max: MOST_ACCEPTS });
  return (header) => {
    const found = known.get(header ?? '');
    if (found) return found;
    const accept = parseAccept(header);
    const chosen = { json: chooseJson(accept), stream: streams.find((stream) => stream.accepts(accept)) };
    if (!chosen.json && !chosen.stream) throw notAcceptable();
    known.set(header ?? '', chosen);
    return chosen;
  };
};

const MOST_ACCEPTS = 100;
/** For refusals before `Accept` is read. */
const UNASKED: JsonAnswer = { mediaType: JSON_TYPE, named: false };

/** Its logger is made when it is asked for: most operations need none. A class, since V8 gives each literal with a getter a shape of its own, which keeps the request alive until the next full collection. */
class RequestContext implements GatewayContext {
  readonly identity: Identity;
  readonly uploading: boolean;
  readonly client: Client | undefined;
  readonly #shared: Logger;
  #own: Logger | undefined;

  constructor(shared: Logger, identity: Identity, uploading: boolean, client: Client | undefined) {
    this.identity = identity;
    this.uploading = uploading;
    this.client = client;
    this.#shared = shared;
  }

  get logger(): Logger { return this.#own ??= this.#shared.child({ requestId: this.identity.requestId }); }
}

const jsonAnswer = (status: number, json: JsonAnswer | null, result: ExecutionResult | { errors: readonly GraphQLFormattedError[] }): Answer =>
  ({ status, headers: { 'content-type': `${json?.mediaType ?? JSON_TYPE}; charset=utf-8` }, body: JSON.stringify(result) });

/** An invalid operation is 200 for a client that named application/json, as GraphQL over HTTP has it; all else is told by its status. */
const refuse = (error: unknown, { json, stream, understood, end }: Progress, logger: Logger): Answer | Response => {
  const errors = errorsOf(error, logger);
  end(errors.map(codeOf));
  const invalid = understood && isInvalidOperation(errors);
  if (invalid && !json && stream) return stream.refuse(errors);
  const answer = jsonAnswer(invalid && json?.named && json.mediaType === JSON_TYPE ? 200 : refusalStatus(error, errors), json, { errors });
  return { ...answer, headers: { ...answer.headers, ...refusalHeaders(error, errors) } };
};
