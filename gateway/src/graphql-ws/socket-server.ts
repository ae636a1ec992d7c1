import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Logger } from '@microplate/platform/logging';
import type { AddressOf } from '../identity/client-address.ts';
import type { Client } from './graphql-socket.ts';

export interface SocketServer {
  /** Takes `/graphql` upgrades of `server`. What it returns gives them back and ends the sockets. */
  attach(server: Server): () => Promise<void>;
  dispose(): Promise<void>;
}

export interface SocketServerOptions {
  /** Bytes of one message; a longer one closes the socket with 1009. */
  maxMessageBytes: number;
  onSocket: (client: Client) => void;
  addressOf: AddressOf;
  keepAliveMs?: number;
  logger: Logger;
}

const CLOSE_WITHIN_MS = 500;

/** Sockets for graphql-ws on the server that serves HTTP. */
export const createSocketServer = ({ maxMessageBytes, onSocket, addressOf, keepAliveMs = 12_000, logger }: SocketServerOptions): SocketServer => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols });
  const stopPinging = keepAlive(sockets.clients, keepAliveMs);
  const detachers = new Set<() => void>();
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (request.url?.split('?')[0] !== '/graphql') return void stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    const address = addressOf(request.socket.remoteAddress, request.headers['x-forwarded-for'] as string | undefined);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // A broken frame or one too long: ws has closed the socket with the code for it.
      socket.on('error', (error) => logger.debug({ error: error.message }, 'a socket broke'));
      if (socket.protocol) onSocket({ socket, stream, address });
      else socket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    });
  };
  const detachAll = async () => {
    for (const detach of detachers) detach();
    detachers.clear();
    await Promise.all([...sockets.clients].map(closeSocket));
  };
  return {
    attach: (server) => {
      server.on('upgrade', upgrade);
      detachers.add(() => server.off('upgrade', upgrade));
      return detachAll;
    },
    dispose: async () => {
      stopPinging();
      await detachAll();
      sockets.close();
    },
  };
};

/** A ping to all finds out who has silently gone: one timer, not one for each. */
const keepAlive = (sockets: ReadonlySet<WebSocket>, everyMs: number): (() => void) => {
  const silent = new WeakSet<WebSocket>();
  function hear(this: WebSocket) { silent.delete(this); }
  const timer = setInterval(() => {
    for (const socket of sockets) {
      if (silent.has(socket)) { socket.terminate(); continue; }
      silent.add(socket);
      if (socket.listenerCount('pong') === 0) socket.on('pong', hear);
      if (socket.readyState === socket.OPEN) socket.ping();
    }
  }, everyMs).unref();
  return () => clearInterval(timer);
};

/** Clients are told to come back (1001); one that does not answer is cut. */
const closeSocket = (socket: WebSocket): Promise<void> => new Promise((resolve) => {
  const cut = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
  socket.once('close', () => { clearTimeout(cut); resolve(); });
  if (socket.readyState === socket.CLOSED) { clearTimeout(cut); resolve(); } else socket.close(1001, 'The gateway is stopping');
});
