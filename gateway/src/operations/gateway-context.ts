import type { ExecutionResult } from 'graphql';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';

/** What a subscription's plan would send to the subgraph that owns it. */
export interface Primary { service: string; query: string; operationName?: string; variables: Record<string, unknown> }

/** What one execution carries down to the data sources. */
export interface GatewayContext {
  identity: Identity;
  logger: Logger;
  /** Aborts when the client has gone; given for queries only, a mutation runs to its end. */
  signal?: AbortSignal;
  /** True while the request carries files: it may take as long as an upload does. */
  uploading?: boolean;
  /** Answers a subscription's primary fetch: the event that is being executed. */
  event?: ExecutionResult;
  /** Fetches nothing, but learns what the subscription's primary fetch would be. */
  probe?: { primary?: Primary };
}
