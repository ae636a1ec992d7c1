import type { Server } from 'node:http';
import { serve, type ServedDirectly, type ServedFetch } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';

export interface Runnable {
  name: string;
  fetch: ServedFetch;
  /** Answers what it can before `fetch` does. */
  direct?: ServedDirectly;
  /** Takes the server's upgrades (WebSockets); what it returns ends them. */
  attach?(server: Server): () => Promise<void>;
  /** Served at an address of its own beside it. */
  side?: { fetch: ServedFetch; where: { host: string; port: number } };
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** A process around one service: starts it, serves it, and on SIGTERM or SIGINT stops in order. Tells a parent process when it is ready. */
export const runService = async (service: Runnable, where: { host: string; port: number }, logger: Logger): Promise<void> => {
  await service.start();
  const listening = await serve(service.fetch, where, service.direct);
  const beside = service.side && await serve(service.side.fetch, service.side.where);
  const detach = service.attach?.(listening.server);
  logger.info({ url: listening.url }, `${service.name} is ready`);
  process.send?.({ ready: listening.url });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await detach?.();
    await Promise.all([listening.close(), beside?.close()]);
    await service.dispose();
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
};
