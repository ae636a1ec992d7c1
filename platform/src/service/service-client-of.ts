import { createServiceClient, type Fetch, type ServiceClient } from '../identity/index.ts';
import type { Tracing } from '../tracing/index.ts';
import { keySetting, type ServiceName } from './settings.ts';

/** The client `issuer` calls `audience` with, out of checked settings; `fetch` is the network unless one process holds both. */
export const serviceClientOf = (issuer: ServiceName, audience: ServiceName, settings: Readonly<Record<string, unknown>>, fetch?: Fetch, tracing?: Tracing): ServiceClient =>
  createServiceClient({ issuer, audience, fetch, tracing,
    url: settings[`${audience.toUpperCase()}_URL`] as string, key: settings[keySetting(issuer, audience)] as string });
