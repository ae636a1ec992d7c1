import { withDeadline } from '@microplate/platform/http';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import type { HttpApp } from './http-environment.ts';

export interface ServiceRouteOptions { links: Readonly<Record<string, SubgraphLink>> }

const READY_WITHIN_MS = 2000;

/** `/health`: the process lives. `/ready`: every subgraph is ready too; 503 names those that are not. */
export const addServiceRoutes = (app: HttpApp, { links }: ServiceRouteOptions): void => {
  app.get('/health', (context) => context.json({ status: 'ok', service: 'gateway' }));
  app.get('/ready', async (context) => {
    const services = Object.fromEntries(await Promise.all(Object.values(links).map(async (link) => [link.name, await isReady(link) ? 'ready' : 'not ready'])));
    const ready = Object.values(services).every((status) => status === 'ready');
    return context.json({ status: ready ? 'ready' : 'not ready', service: 'gateway', services }, ready ? 200 : 503);
  });
};

const isReady = async (link: SubgraphLink): Promise<boolean> => {
  const signal = AbortSignal.timeout(READY_WITHIN_MS);
  try {
    const response = await withDeadline(signal, link.plain('/ready', { signal }));
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};
