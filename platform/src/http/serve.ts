import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

/** What is known of the connection a request came by. */
export interface Connection {
  /** Address of the peer: a client, or the proxy before it. */
  address: string | null;
}

export type ServedFetch = (request: Request, connection: Connection) => Promise<Response>;

export interface Listening {
  url: string;
  port: number;
  server: Server;
  /** Stops accepting, ends idle connections at once and busy ones (WebSockets too) after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/** Serves a fetch function over HTTP on loopback by default. Rejects with the port's name when it is taken. */
export const serve = async (fetch: ServedFetch, { host = '127.0.0.1', port }: { host?: string; port: number }): Promise<Listening> => {
  const server = createAdaptorServer({
    fetch: async (request, { incoming, outgoing }) => {
      const response = await fetch(request, { address: incoming.socket.remoteAddress ?? null });
      // Answered before the body was read (a refused upload, say): the rest is thrown away with the connection, which the client must know.
      if (!incoming.complete) outgoing.setHeader('connection', 'close');
      return response;
    },
  }) as Server;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => { sockets.add(socket); socket.once('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is already in use: stop what listens there, or set another port.`) : error));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, port: bound, server, close: (graceMs = 500) => close(server, sockets, graceMs) };
};

/** Node's own closeAllConnections forgets upgraded sockets, for which `close` then waits for ever. */
const close = (server: Server, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(() => { for (const socket of sockets) socket.destroy(); }, graceMs);
  server.close(() => { clearTimeout(timer); resolve(); });
  server.closeIdleConnections();
});
