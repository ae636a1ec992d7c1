import { createServiceClient, type Fetch, type ServiceClient } from '@microplate/platform/identity';

/** The gateway's line to one subgraph: the network, or the subgraph's own fetch in one process. */
export interface SubgraphLink {
  name: string;
  /** With a signed context. */
  call: ServiceClient;
  /** Without one: public keys, health, files of a signed address. */
  plain(path: string, init?: RequestInit): Promise<Response>;
}

export const createSubgraphLink = ({ name, url, key, fetch }: { name: string; url: string; key: string; fetch: Fetch }): SubgraphLink => ({
  name,
  call: createServiceClient({ issuer: 'gateway', audience: name, url, key, fetch }),
  plain: (path, init) => fetch(new Request(new URL(path, url), init)),
});
