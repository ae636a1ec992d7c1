import type { Identity, SignContext } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';

/** What a subscription asks of the subgraph that owns it. */
export interface Primary { service: string; query: string; operationName?: string; variables: Record<string, unknown> }

/** Whoever waits for an answer. */
export interface Client {
  /** To look now and then is nearly for nothing. */
  isGone(): boolean;
  /** Aborts when it goes; the same one each time. */
  signal(): AbortSignal;
}

/** What one execution carries down to the data sources. */
export interface GatewayContext {
  identity: Identity;
  logger: Logger;
  /** The client, who may go; given for queries only, a mutation runs to its end. */
  client?: Client;
  /** True while the request carries files: it may take as long as an upload does. */
  uploading?: boolean;
  /** How requests are signed; given for what goes on. */
  sign?: SignContext;
}
