import { randomUUID } from 'node:crypto';
import { anonymous, type Identity } from './identity.ts';
import type { Tracing } from '../tracing/index.ts';
import { CONTEXT_HEADER, signContext, type SignContext } from './context-token.ts';

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
    return call(new Request(new URL(path, url), {
      method, body, signal, headers: contextHeaders({ issuer, audience, key, tracing }, identity, bound ?? (typeof body === 'string' ? body : `${method} ${path}`), headers),
      ...(body && typeof body !== 'string' ? { duplex: 'half' } : {}),
    } as RequestInit));
  };

/** What a call carries: its own headers, a context signed over what it is bound to, the same to read, and its span. */
export const contextHeaders = ({ issuer, audience, key, tracing }: Pick<ServiceClientOptions, 'issuer' | 'audience' | 'key' | 'tracing'>, identity: Identity, bound: string, own: Readonly<Record<string, string>> = {}, sign: SignContext = signContext): Record<string, string> => {
  const who = identity.issuer === issuer ? identity : { ...identity, issuer };
  const headers: Record<string, string> = { ...own, 'x-request-id': who.requestId, 'x-lab-id': who.labId };
  if (who.userId) headers['x-user-id'] = who.userId;
  if (who.roles.length) headers['x-user-roles'] = who.roles.join(',');
  if (who.permissions.length) headers['x-user-permissions'] = who.permissions.join(',');
  headers[CONTEXT_HEADER] = sign(who, audience, key, bound);
  return tracing ? Object.assign(headers, tracing.headers()) : headers;
};
