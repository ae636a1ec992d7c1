import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';

export interface SocketServer {
  /** Takes `/graphql` upgrades of `server`. What it returns gives them back and ends the sockets. */
  attach(server: Server): () => Promise<void>;
  dispose(): Promise<void>;
}

export interface SocketServerOptions {
  /** Bytes of one message; a longer one closes the socket with 1009. */
  maxMessageBytes: number;
  onSocket: (socket: WebSocket, request: IncomingMessage) => void;
}

const CLOSE_WITHIN_MS = 500;

/** Sockets for graphql-ws on the server that serves HTTP. */
export const createSocketServer = ({ maxMessageBytes, onSocket }: SocketServerOptions): SocketServer => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols });
  const detachers = new Set<() => void>();
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (request.url?.split('?')[0] !== '/graphql') return void stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    sockets.handleUpgrade(request, stream, head, onSocket);
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
      await detachAll();
      sockets.close();
    },
  };
};

/** Clients are told to come back (1001); one that does not answer is cut. */
const closeSocket = (socket: WebSocket): Promise<void> => new Promise((resolve) => {
  const cut = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
  socket.once('close', () => { clearTimeout(cut); resolve(); });
  if (socket.readyState === socket.CLOSED) { clearTimeout(cut); resolve(); } else socket.close(1001, 'The gateway is stopping');
});
