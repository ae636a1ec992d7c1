import type { makeServer } from 'graphql-ws';
import type { Logger } from '@microplate/platform/logging';
import type { WebSocket } from 'ws';

type GraphqlSocketServer<Extra extends Record<PropertyKey, unknown>> = ReturnType<typeof makeServer<Record<string, unknown>, Extra>>;

const INTERNAL_ERROR = 4500;

/** Between `ws` and graphql-ws: messages, closing, and a ping that finds out who has silently gone. */
export const serveSocket = <Extra extends Record<PropertyKey, unknown>>(
  server: GraphqlSocketServer<Extra>, socket: WebSocket, extra: Extra, { keepAliveMs, logger }: { keepAliveMs: number; logger: Logger },
): void => {
  const closed = server.opened({
    protocol: socket.protocol,
    // Resolves when the bytes have left for the network, which makes a slow reader slow for the stream behind it.
    send: (text) => new Promise((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) resolve();
      else socket.send(text, (error) => (error && socket.readyState === socket.OPEN ? reject(error) : resolve()));
    }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) => socket.on('message', (data) => {
      Promise.resolve(handle(String(data))).catch((error: Error) => {
        logger.error({ error: error.message, stack: error.stack }, 'unexpected failure');
        socket.close(INTERNAL_ERROR, 'Something failed on our side');
      });
    }),
  }, extra);
  const stopPinging = keepAlive(socket, keepAliveMs);
  // A broken frame or one too long: ws has closed the socket with the code for it.
  socket.on('error', (error) => logger.debug({ error: error.message }, 'a socket broke'));
  socket.once('close', (code, reason) => {
    stopPinging();
    Promise.resolve(closed(code, String(reason))).catch((error: Error) => logger.error({ error: error.message }, 'unexpected failure'));
  });
};

const keepAlive = (socket: WebSocket, everyMs: number): (() => void) => {
  let answered = true;
  socket.on('pong', () => { answered = true; });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
};
