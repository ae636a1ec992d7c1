import { fileURLToPath } from 'node:url';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { DEFAULT_PORTS, keySetting, type ServiceName } from '@microplate/platform/service';
import { compose, readSubgraphs } from './composition/compose.ts';
import type { GatewaySettings } from './config.ts';
import { createAccessTokens, type AccessTokens } from './identity/access-tokens.ts';
import { createKeySet } from './identity/key-set.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics.ts';
import { createNetworkFetch } from './subgraphs/network-fetch.ts';
import { createSubgraphLink, type SubgraphLink } from './subgraphs/subgraph-link.ts';

export interface GatewayDeps {
  settings: GatewaySettings;
  logger: Logger;
  metrics: GatewayMetrics;
  supergraphSdl: string;
  links: Readonly<Record<string, SubgraphLink>>;
  accessTokens: AccessTokens;
  /** Fields whose value depends on who asks, beyond their permissions; such answers are never shared. */
  personalFields: ReadonlySet<string>;
  /** Ends the connections to the subgraphs. */
  disconnect(): Promise<void>;
}

export interface Outer {
  logger: Logger;
  /** Subgraphs in the same process, by name; the network serves the others. Read at each call, so it may be filled later. */
  fetch?: Partial<Record<ServiceName, Fetch>>;
  /** Default: composed from the schema files that rover.yaml lists. */
  supergraphSdl?: string;
}

const ROVER_FILE = fileURLToPath(new URL('../../rover.yaml', import.meta.url));
const PERSONAL_FIELDS = ['Query.me', 'User.email', 'User.roles', 'User.permissions'];
const SUBGRAPHS = (Object.keys(DEFAULT_PORTS) as ServiceName[]).filter((name) => name !== 'gateway');

/** @throws CompositionError where the schema files don't compose. */
export const createGatewayDeps = async (settings: GatewaySettings, outer: Outer): Promise<GatewayDeps> => {
  const { logger } = outer;
  const network = createNetworkFetch();
  const given = settings as Record<string, unknown>;
  const links = Object.fromEntries(SUBGRAPHS.map((name) => [name, createSubgraphLink({
    name, url: given[`${name.toUpperCase()}_URL`] as string, key: given[keySetting('gateway', name)] as string,
    fetch: (request) => (outer.fetch?.[name] ?? network.fetch)(request),
  })]));
  const readKeys = () => links.auth.plain('/.well-known/jwks.json', { signal: AbortSignal.timeout(settings.SUBGRAPH_TIMEOUT_MS) });
  return {
    settings, logger, links,
    metrics: createGatewayMetrics(),
    supergraphSdl: outer.supergraphSdl ?? compose(readSubgraphs(ROVER_FILE)).supergraphSdl,
    accessTokens: createAccessTokens({ keys: createKeySet({ read: readKeys, logger }) }),
    personalFields: new Set(PERSONAL_FIELDS),
    disconnect: network.dispose,
  };
};
