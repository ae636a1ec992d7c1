import type { GraphQLFormattedError } from 'graphql';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import type { AccessClaims } from '../identity/identity-rules.ts';
import type { EndOperation } from '../operations/operation-log.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { MediaRange } from './accept-rules.ts';

/** What one streamed answer runs under. */
export interface StreamContext {
  identity: Identity;
  /** Claims of the caller's token (its `exp` ends the stream too); null for one without a token. */
  claims: AccessClaims | null;
  requestId: string;
  /** `Last-Event-ID` of an EventSource that comes back. */
  lastEventId: string | null;
  logger: Logger;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
  /** Call it once, when the stream is over: it writes the operation's log line. */
  end: EndOperation;
}

/**
 * A way to answer over plain HTTP with more than one result: `text/event-stream` (graphql-sse, distinct connections) and
 * `multipart/mixed` (subscriptionSpec=1.0). `addGraphqlRoutes` takes a table of them, the first that accepts wins.
 *
 * A subscription goes to the stream that its `Accept` names. A query or mutation comes here only where `Accept` takes no JSON
 * at all: then it is one result and the end. Everything before (token, forgery, body, limits, permissions) is settled already.
 */
export interface ResponseStream {
  /** True where `accept` asks for this stream by name; `isNamed` and `parameters` help. */
  accepts(accept: readonly MediaRange[]): boolean;
  /** What it throws before its first byte is answered as a refusal in JSON with its 4xx or 5xx. */
  respond(operation: PreparedOperation, context: StreamContext): Promise<Response>;
  /** An operation that is not valid, told inside the stream as graphql-sse wants it; asked for only where `Accept` takes no JSON. */
  refuse(errors: readonly GraphQLFormattedError[]): Response;
}
