import { withDeadline } from '@microplate/platform/http';
import { contextHeaders, createServiceClient, type Fetch, type Identity, type ServiceClient } from '@microplate/platform/identity';
import type { Tracing } from '@microplate/platform/tracing';
import type { GatewayContext } from '../operations/gateway-context.ts';
import { byteSourceOf } from './byte-source.ts';
import type { Post, PostAnswer, PostRequest } from './network-post.ts';
import type { Open, OpenAnswer, OpenRequest } from './network-stream.ts';

type Caller = Pick<GatewayContext, 'identity' | 'client' | 'sign'>;

/** The gateway's line to one subgraph: the network, or the subgraph's own fetch in one process. */
export interface SubgraphLink {
  name: string;
  /** With a signed context. */
  call: ServiceClient;
  /** The same for JSON to `/graphql` that is answered by text, which is faster over the network. @throws TimeoutError */
  post(request: Pick<PostRequest, 'body' | 'timeoutMs'>, context: Caller): Promise<PostAnswer>;
  /** The same for what is answered by a stream of events. Resolves with the answer's head. */
  open(identity: Identity, request: Pick<OpenRequest, 'body' | 'signal'>): Promise<OpenAnswer>;
  /** Without one: public keys, health, files of a signed address. */
  plain(path: string, init?: RequestInit): Promise<Response>;
}

export interface SubgraphLinkOptions {
  name: string;
  url: string;
  key: string;
  /** The subgraph itself where it lives in this process; asked at each call. */
  inProcess(): Fetch | undefined;
  network: { fetch: Fetch; post: Post; open: Open };
  tracing: Tracing;
}

export const createSubgraphLink = ({ name, url, key, inProcess, network, tracing }: SubgraphLinkOptions): SubgraphLink => {
  const caller = { issuer: 'gateway', audience: name, key, tracing };
  const fetch: Fetch = (request) => (inProcess() ?? network.fetch)(request);
  const call = createServiceClient({ ...caller, url, fetch });
  // A URL works out its parts each time that it is asked.
  const { origin, pathname } = new URL('/graphql', url);
  const graphql = { origin, pathname };
  return {
    name, call,
    post: ({ body, timeoutMs }, { identity, client, sign }) => {
      if (inProcess()) return postInProcess(call, { body, timeoutMs }, { identity, client });
      return network.post(graphql, { body, timeoutMs, headers: contextHeaders(caller, identity, body, JSON_HEADERS, sign), client });
    },
    open: (identity, { body, signal }) => {
      if (inProcess()) return openInProcess(call, identity, { body, signal });
      return network.open(graphql, { body, signal, headers: contextHeaders(caller, identity, body, STREAM_HEADERS) });
    },
    plain: (path, init) => fetch(new Request(new URL(path, url), init)),
  };
};

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const STREAM_HEADERS = { 'content-type': 'application/json', accept: 'text/event-stream' };

const postInProcess = async (call: ServiceClient, { body, timeoutMs }: Pick<PostRequest, 'body' | 'timeoutMs'>, { identity, client }: Caller): Promise<PostAnswer> => {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(client ? [client.signal()] : [])]);
  const response = await withDeadline(signal, call({ method: 'POST', path: '/graphql', headers: JSON_HEADERS, body, identity, signal }));
  return { status: response.status, text: await withDeadline(signal, response.text()) };
};

const openInProcess = async (call: ServiceClient, identity: Identity, { body, signal }: Pick<OpenRequest, 'body' | 'signal'>): Promise<OpenAnswer> => {
  const response = await call({ method: 'POST', path: '/graphql', headers: STREAM_HEADERS, body, identity, signal });
  return { status: response.status, contentType: response.headers.get('content-type') ?? '', body: byteSourceOf(response.body!) };
};
