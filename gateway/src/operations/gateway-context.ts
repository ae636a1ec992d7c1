import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';

/** What a subscription asks of the subgraph that owns it. */
export interface Primary { service: string; query: string; operationName?: string; variables: Record<string, unknown> }

/** What one execution carries down to the data sources. */
export interface GatewayContext {
  identity: Identity;
  logger: Logger;
  /** Aborts when the client has gone; given for queries only, a mutation runs to its end. */
  signal?: AbortSignal;
  /** True while the request carries files: it may take as long as an upload does. */
  uploading?: boolean;
}
