import { withDeadline } from '@microplate/platform/http';
import { contextHeaders, createServiceClient, type Fetch, type Identity, type ServiceClient } from '@microplate/platform/identity';
import type { Tracing } from '@microplate/platform/tracing';
import type { Client } from '../operations/gateway-context.ts';
import type { Post, PostAnswer, PostRequest } from './network-post.ts';

/** The gateway's line to one subgraph: the network, or the subgraph's own fetch in one process. */
export interface SubgraphLink {
  name: string;
  /** With a signed context. */
  call: ServiceClient;
  /** The same for JSON to `/graphql` that is answered by text, which is faster over the network. @throws TimeoutError */
  post(identity: Identity, request: Pick<PostRequest, 'body' | 'timeoutMs'>, client?: Client): Promise<PostAnswer>;
  /** Without one: public keys, health, files of a signed address. */
  plain(path: string, init?: RequestInit): Promise<Response>;
}

export interface SubgraphLinkOptions {
  name: string;
  url: string;
  key: string;
  /** The subgraph itself where it lives in this process; asked at each call. */
  inProcess(): Fetch | undefined;
  network: { fetch: Fetch; post: Post };
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
    post: (identity, { body, timeoutMs }, client) => {
      if (inProcess()) return postInProcess(call, identity, { body, timeoutMs }, client);
      return network.post(graphql, { body, timeoutMs, headers: contextHeaders(caller, identity, body, JSON_HEADERS), client });
    },
    plain: (path, init) => fetch(new Request(new URL(path, url), init)),
  };
};

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

const postInProcess = async (call: ServiceClient, identity: Identity, { body, timeoutMs }: Pick<PostRequest, 'body' | 'timeoutMs'>, client?: Client): Promise<PostAnswer> => {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(client ? [client.signal()] : [])]);
  const response = await withDeadline(signal, call({ method: 'POST', path: '/graphql', headers: JSON_HEADERS, body, identity, signal }));
  return { status: response.status, text: await withDeadline(signal, response.text()) };
};
