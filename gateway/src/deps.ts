import { fileURLToPath } from 'node:url';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { SUBGRAPHS, keySetting, type ServiceName } from '@microplate/platform/service';
import { createBudgets } from './budgets/budgets.ts';
import { createRateLimits, type RateLimits } from './budgets/rate-limits.ts';
import { createTracing, type Tracing } from '@microplate/platform/tracing';
import { compose, readSubgraphs } from './composition/compose.ts';
import { createSchemaWatch, type SchemaWatch } from './composition/schema-watch.ts';
import type { GatewaySettings } from './config.ts';
import { createDocuments } from './documents/documents.ts';
import { createAccessTokens, type AccessTokens } from './identity/access-tokens.ts';
import { createKeySet } from './identity/key-set.ts';
import { createRevocationFeed, type RevocationFeed } from './identity/revocation-feed.ts';
import { createRevocations, type Revocations } from './identity/revocations.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics.ts';
import type { PreparationOptions } from './operations/prepare.ts';
import type { Policies } from './permissions/permission-rules.ts';
import { createNetworkFetch } from './subgraphs/network-fetch.ts';
import { createNetworkPost } from './subgraphs/network-post.ts';
import { createNetworkStream } from './subgraphs/network-stream.ts';
import { createSubgraphLink, type SubgraphLink } from './subgraphs/subgraph-link.ts';

export interface GatewayDeps {
  settings: GatewaySettings;
  logger: Logger;
  metrics: GatewayMetrics;
  supergraphSdl: string;
  /** Follows the schema files; null where the supergraph was given, or by setting. */
  schemaWatch: SchemaWatch | null;
  links: Readonly<Record<string, SubgraphLink>>;
  tracing: Tracing;
  accessTokens: AccessTokens;
  /** What auth has taken back, and what keeps that up to date. */
  revocations: Revocations;
  revocationFeed: RevocationFeed;
  /** How operations are let in. */
  preparation: Omit<PreparationOptions, 'schema' | 'rules' | 'costs'>;
  rateLimits: RateLimits;
  /** Ends the connections to the subgraphs. */
  disconnect(): Promise<void>;
}

export interface Outer {
  logger: Logger;
  /** Subgraphs in the same process, by name; the network serves the others. Read at each call, so it may be filled later. */
  fetch?: Partial<Record<ServiceName, Fetch>>;
  /** What `@policy` of the schema names; ours names none. */
  policies?: Policies;
  /** Default: composed from the schema files that rover.yaml lists. */
  supergraphSdl?: string;
}

const ROVER_FILE = fileURLToPath(new URL('../../rover.yaml', import.meta.url));
/** Fields whose value depends on who asks, beyond their permissions; such answers are never shared. */
const PERSONAL_FIELDS = ['Query.me', 'User.email', 'User.roles', 'User.permissions'];

/** @throws CompositionError where the schema files don't compose. */
export const createGatewayDeps = async (settings: GatewaySettings, outer: Outer): Promise<GatewayDeps> => {
  const { logger } = outer;
  const network = createNetworkFetch();
  const posts = createNetworkPost();
  const streams = createNetworkStream();
  const given = settings as Record<string, unknown>;
  const tracing = await createTracing('gateway', settings);
  const links = Object.fromEntries(SUBGRAPHS.map((name) => [name, createSubgraphLink({
    name, url: given[`${name.toUpperCase()}_URL`] as string, key: given[keySetting('gateway', name)] as string,
    inProcess: () => outer.fetch?.[name], network: { fetch: network.fetch, post: posts.post, open: streams.open }, tracing,
  })]));
  const readKeys = () => links.auth.plain('/.well-known/jwks.json', { signal: AbortSignal.timeout(settings.SUBGRAPH_TIMEOUT_MS) });
  const revocations = createRevocations();
  const supergraphSdl = outer.supergraphSdl ?? compose(readSubgraphs(ROVER_FILE)).supergraphSdl;
  return {
    settings, logger, links, tracing, revocations,
    revocationFeed: createRevocationFeed({ auth: links.auth.call, revocations, logger }),
    metrics: createGatewayMetrics(),
    supergraphSdl,
    schemaWatch: settings.schemaWatch && !outer.supergraphSdl ? createSchemaWatch({ roverFile: ROVER_FILE, first: supergraphSdl, logger }) : null,
    accessTokens: createAccessTokens({ keys: createKeySet({ read: readKeys, logger }), revocations, skewSeconds: settings.TOKEN_SKEW_SECONDS }),
    preparation: preparationOf(settings, outer.policies ?? {}, logger),
    rateLimits: createRateLimits({ perAddress: settings.RATE_PER_ADDRESS, perUser: settings.RATE_PER_USER }),
    disconnect: async () => { await Promise.all([network.dispose(), posts.dispose(), streams.dispose()]); },
  };
};

const preparationOf = (settings: GatewaySettings, policies: Policies, logger: Logger): GatewayDeps['preparation'] => ({
  policies, personalFields: new Set(PERSONAL_FIELDS), introspection: settings.introspection, denial: settings.PERMISSIONS,
  budgets: createBudgets({ perMinute: settings.BUDGET }),
  documents: createDocuments({ automatic: settings.APQ === 'on', trustedFile: settings.TRUSTED_DOCUMENTS, trustedOnly: settings.TRUSTED_DOCUMENTS_ONLY === 'on', logger }),
  limits: {
    maxDepth: settings.MAX_DEPTH, maxTokens: settings.MAX_TOKENS, maxAliases: settings.MAX_ALIASES, maxFields: settings.MAX_FIELDS,
    maxRootFields: settings.MAX_ROOT_FIELDS, maxDirectives: settings.MAX_DIRECTIVES, maxFragments: settings.MAX_FRAGMENTS,
    maxListSize: settings.MAX_LIST_SIZE, maxCost: settings.MAX_COST,
  },
});
