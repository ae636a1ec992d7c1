import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

/** What is known of the connection a request came by. */
export interface Connection {
  /** Address of the peer: a client, or the proxy before it. */
  address: string | null;
}

export type ServedFetch = (request: Request, connection: Connection) => Promise<Response>;

/** Answers a request before it becomes a `Request`, as `fetch` would but faster, and returns true; false leaves it to `fetch`. */
export type ServedDirectly = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export interface Listening {
  url: string;
  port: number;
  server: Server;
  /** Stops accepting, ends idle connections at once and busy ones (WebSockets too) after `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

export interface ServeOptions {
  host?: string;
  port: number;
  /** How long a client may take over a request's head, and over all of it: it is answered 408 and its connection ended. */
  headMs?: number;
  requestMs?: number;
}

/** As long as an upload may take. */
const REQUEST_MS = 130_000;
const HEAD_MS = 10_000;
const MOST_HEADER_BYTES = 16_384;

/** Serves a fetch function, and `direct` before it, over HTTP on loopback by default. Rejects with the port's name when it is taken. */
export const serve = async (fetch: ServedFetch, { host = '127.0.0.1', port, headMs = HEAD_MS, requestMs = REQUEST_MS }: ServeOptions, direct?: ServedDirectly): Promise<Listening> => {
  const server = createAdaptorServer({
    createServer: ((options: object, listener: (incoming: IncomingMessage, outgoing: ServerResponse) => void) =>
      createServer(options, (incoming, outgoing) => { if (!direct?.(incoming, outgoing)) listener(incoming, outgoing); })) as typeof createServer,
    // Clients that send a byte now and then must not hold connections: Node looks for them this often.
    // A header sent twice is one with a comma, as in `Headers`, not the first one alone.
    serverOptions: { joinDuplicateHeaders: true, maxHeaderSize: MOST_HEADER_BYTES, headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: Math.min(5000, headMs) },
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
