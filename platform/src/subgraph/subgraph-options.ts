import type { GraphQLSchema } from 'graphql';
import type { Hono } from 'hono';
import type { ContextClaims, Identity } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Metrics } from '../telemetry/index.ts';
import type { Tracing } from '../tracing/index.ts';

/** What every resolver of every subgraph gets at the least. */
export interface RequestContext {
  identity: Identity; logger: Logger;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

export interface GraphQLRequestBody { query?: string; operationName?: string; variables?: Record<string, unknown>; extensions?: Record<string, unknown> }

/** Variables of Hono's context on `/graphql` and `/internal/*`: the caller is verified there. */
export interface SubgraphEnvironment { Variables: { identity: Identity; claims: ContextClaims; logger: Logger } }

export type SubgraphApp = Hono<SubgraphEnvironment>;

export interface SubgraphOptions<Context extends RequestContext> {
  name: string;
  /** The subgraph's SDL from `schema/`. */
  typeDefs: string;
  resolvers: Record<string, unknown>;
  /** Keys of the callers it admits, by issuer. */
  callers: Readonly<Record<string, string>>;
  /** Per request: loaders and whatever resolvers need beside the identity. */
  createContext: (base: RequestContext) => Context;
  /** Reads a multipart request into the GraphQL request it carries; without it multipart is refused. */
  readMultipart?: (request: Request) => Promise<{ body: GraphQLRequestBody; bound: string; done(): Promise<void> }>;
  /** Adds internal and file routes. */
  routes?: (app: SubgraphApp) => void;
  metrics: Metrics;
  /** Requests that carry a `traceparent` become spans; default none. */
  tracing?: Tracing;
  logger: Logger;
  /** Rejects while the subgraph can't serve (its database is away, say). */
  ready: () => Promise<void>;
  start: () => Promise<void>;
  dispose: () => Promise<void>;
}

/** A subgraph is its fetch: the same object serves a port, a gateway in the same process, and tests. */
export interface Subgraph {
  name: string;
  schema: GraphQLSchema;
  fetch(request: Request): Promise<Response>;
  /** Migrates, connects and begins background work. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}
