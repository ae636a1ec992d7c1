import type { Server } from 'node:http';
import { serve, type ServedFetch } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';

export interface Runnable {
  name: string;
  fetch: ServedFetch;
  /** Takes the server's upgrades (WebSockets); what it returns ends them. */
  attach?(server: Server): () => Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** A process around one service: starts it, serves it, and on SIGTERM or SIGINT stops in order. Tells a parent process when it is ready. */
export const runService = async (service: Runnable, where: { host: string; port: number }, logger: Logger): Promise<void> => {
  await service.start();
  const listening = await serve(service.fetch, where);
  const detach = service.attach?.(listening.server);
  logger.info({ url: listening.url }, `${service.name} is ready`);
  process.send?.({ ready: listening.url });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await detach?.();
    await listening.close();
    await service.dispose();
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
};
