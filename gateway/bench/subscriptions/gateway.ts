// Our gateway, as shipped, in a process of its own; it tells its memory and processor time when asked.
import { createLogger } from '@microplate/platform/logging';
import { serve } from '@microplate/platform/http';
import { readGatewaySettings } from '../../src/config.ts';
import { createGatewayDeps } from '../../src/deps.ts';
import { createGateway } from '../../src/gateway.ts';

const { urls, supergraphSdl } = JSON.parse(process.argv[2]) as { urls: Record<string, string>; supergraphSdl: string };
const services = ['auth', 'images', 'inference', 'labware', 'results'].map((name) => name.toUpperCase());
const settings = readGatewaySettings({
  ...Object.fromEntries(services.map((name) => [`SERVICE_KEY_GATEWAY_${name}`, 'k'.repeat(40)])),
  ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url])),
  SUBSCRIPTIONS_PER_USER: '100000', RATE_PER_ADDRESS: '10000000', RATE_PER_USER: '10000000', BUDGET: '1000000000', NODE_ENV: 'production',
});
const gateway = createGateway(await createGatewayDeps(settings, { logger: createLogger({ service: 'gateway', level: 'warn', format: 'json' }), supergraphSdl }));
await gateway.start();
const { url, server } = await serve((request, connection) => gateway.fetch(request, connection), { port: 0 }, gateway.direct);
gateway.attach(server);
process.on('message', (what) => {
  if (what === 'memory') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send!(what === 'memory' ? process.memoryUsage().rss : (user + system) / 1000);
});
process.on('disconnect', () => process.exit(0));
process.send!({ url: `${url}/graphql` });
