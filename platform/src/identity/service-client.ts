import { randomUUID } from 'node:crypto';
import { anonymous, type Identity } from './identity.ts';
import type { Tracing } from '../tracing/index.ts';
import { CONTEXT_HEADER, signContext } from './context-token.ts';

/** The one seam between services: the network's fetch, or the subgraph's own in one process. */
export type Fetch = (request: Request) => Promise<Response>;

export interface ServiceClientOptions {
  /** Who calls (`results`) and whom (`inference`). */
  issuer: string;
  audience: string;
  /** Base address of the audience, e.g. `http://127.0.0.1:6405`. */
  url: string;
  /** Key of this pair. */
  key: string;
  fetch?: Fetch;
  /** Where given, a call tells which span it belongs to. */
  tracing?: Pick<Tracing, 'headers'>;
}

export interface ServiceRequest {
  method?: 'GET' | 'POST';
  /** `/graphql`, or an internal route with its query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | ReadableStream<Uint8Array>;
  /** What the token is bound to; default the body's text, or `METHOD path` where there is none. */
  bound?: string;
  identity?: Identity;
  signal?: AbortSignal;
}

/** Calls a sibling with a signed context. Without an identity the caller speaks for itself, with no user. */
export type ServiceClient = (request: ServiceRequest) => Promise<Response>;

export const createServiceClient = ({ issuer, audience, url, key, fetch: call = fetch, tracing }: ServiceClientOptions): ServiceClient =>
  async ({ method = 'GET', path, headers = {}, body, bound, identity = anonymous(randomUUID()), signal }) => {
    const signed = contextHeaders({ issuer, audience, key, tracing }, identity, bound ?? (typeof body === 'string' ? body : `${method} ${path}`));
    return call(new Request(new URL(path, url), {
      method, body, signal, headers: { ...headers, ...signed },
      ...(body && typeof body !== 'string' ? { duplex: 'half' } : {}),
    } as RequestInit));
  };

/** What a call carries beside its own headers: a context signed over what it is bound to, the same to read, and its span. */
export const contextHeaders = ({ issuer, audience, key, tracing }: Pick<ServiceClientOptions, 'issuer' | 'audience' | 'key' | 'tracing'>, identity: Identity, bound: string): Record<string, string> => {
  const who = { ...identity, issuer };
  return { ...tracing?.headers(), ...readableHeaders(who), [CONTEXT_HEADER]: signContext(who, audience, key, bound) };
};

const readableHeaders = (who: Identity): Record<string, string> => ({
  'x-request-id': who.requestId,
  'x-lab-id': who.labId,
  ...(who.userId ? { 'x-user-id': who.userId } : {}),
  ...(who.roles.length ? { 'x-user-roles': who.roles.join(',') } : {}),
  ...(who.permissions.length ? { 'x-user-permissions': who.permissions.join(',') } : {}),
});
