import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Fetch } from '../identity/index.ts';

export interface Listening {
  url: string;
  port: number;
  server: Server;
  /** Stops accepting, ends idle connections at once and busy ones after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/** Serves a fetch function over HTTP on loopback by default. Rejects with the port's name when it is taken. */
export const serve = async (fetch: Fetch, { host = '127.0.0.1', port }: { host?: string; port: number }): Promise<Listening> => {
  const server = createAdaptorServer({ fetch: (request: Request) => fetch(request) }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is already in use: stop what listens there, or set another port.`) : error));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, port: bound, server, close: (graceMs = 500) => close(server, graceMs) };
};

const close = (server: Server, graceMs: number): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  server.close(() => { clearTimeout(timer); resolve(); });
  server.closeIdleConnections();
});
