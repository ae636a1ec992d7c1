import { readBytes } from '@microplate/platform/http';
import type { Caller } from '../identity/identity-rules.ts';
import type { Client } from '../operations/gateway-context.ts';

/** A request to `/graphql`, whichever server brought it. */
export interface GraphqlRequest extends Caller, Client {
  method: 'GET' | 'POST';
  /** What follows the path: `?query=...`, or nothing. */
  search: string;
  /** By its name in lower case. */
  header(name: string): string | null;
  /** The whole body. @throws CodedError PAYLOAD_TOO_LARGE as soon as more than `limit` has come. */
  body(limit: number): Promise<Buffer>;
  /** For what is read as a stream: uploads. */
  whole(): Request;
}

/** An answer that is known as a whole. */
export interface Answer { status: number; headers: Record<string, string>; body: string | Buffer }

export const fromRequest = (request: Request, caller: Caller): GraphqlRequest => {
  // From now on: a signal that is first asked for when the client has gone may never say so.
  const { signal } = request;
  return {
    ...caller,
    method: request.method === 'POST' ? 'POST' : 'GET', // HEAD is a GET whose body is not sent
    search: searchOf(request.url),
    header: (name) => request.headers.get(name),
    body: (limit) => readBytes(request, limit),
    whole: () => request,
    isGone: () => signal.aborted,
    signal: () => signal,
  };
};

const searchOf = (url: string): string => {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at).split('#')[0];
};

export const toResponse = ({ status, headers, body }: Answer): Response => new Response(body as BodyInit, { status, headers });
