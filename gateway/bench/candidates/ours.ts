import { createLogger } from '@microplate/platform/logging';
import { serve } from '@microplate/platform/http';
import { readGatewaySettings } from '../../src/config.ts';
import { createGatewayDeps } from '../../src/deps.ts';
import { createGateway } from '../../src/gateway.ts';
import type { Given } from '../candidate.ts';

/** The gateway as it is shipped: identity, signed context, limits, cost, logging and metrics on. */
export const ours = async ({ urls, key, supergraphSdl }: Given, executor: 'own' | 'stock'): Promise<number> => {
  const names = ['auth', 'images', 'inference', 'results', 'labware'];
  const settings = readGatewaySettings({
    EXECUTOR: executor, GATEWAY_METRICS_PORT: '0',
    ...Object.fromEntries(names.flatMap((name) => [[`SERVICE_KEY_GATEWAY_${name.toUpperCase()}`, key], [`${name.toUpperCase()}_URL`, urls[name] ?? urls.auth]])),
  });
  const gateway = createGateway(await createGatewayDeps(settings, { logger: createLogger({ service: 'gateway', level: settings.LOG_LEVEL }), supergraphSdl }));
  await gateway.start();
  return (await serve(gateway.fetch, { port: 0 }, gateway.direct)).port;
};
