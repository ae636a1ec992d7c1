import type { Duplex } from 'node:stream';
import { CloseCode, MessageType, parseMessage, type Message, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { CodedError } from '@microplate/platform/errors';
import type { Logger } from '@microplate/platform/logging';
import type { RateLimits } from '../budgets/rate-limits.ts';
import type { AccessTokens } from '../identity/access-tokens.ts';
import { identify } from '../identity/identify.ts';
import { requestIdOf } from '../identity/identity-rules.ts';
import type { Session, Sessions } from '../identity/sessions.ts';
import type { LiveEvent, Sink } from '../subscriptions/live-event.ts';
import { authorizationOf, closeReason } from './socket-rules.ts';
import type { RunOperation, SocketOperation } from './socket-operations.ts';
import { textFrame } from './text-frame.ts';

export interface GraphqlSocketOptions {
  accessTokens: AccessTokens;
  rateLimits: RateLimits;
  sessions: Sessions;
  run: RunOperation;
  mostOperations: number;
  logger: Logger;
}

/** A client's socket with the stream below it, which knows how much has not left yet. */
export interface Client { socket: WebSocket; stream: Duplex; address: string | null }

const INIT_WITHIN_MS = 5000;
const TRY_AGAIN_LATER = 1013;

/**
 * Serves graphql-transport-ws on a socket: queries, mutations and subscriptions, under the same rules as HTTP. Of the
 * protocol's own library only the messages are used: it would make the text of each event anew for each subscriber.
 */
export const createGraphqlSocket = (options: GraphqlSocketOptions): ((client: Client) => void) => {
  const bodyOf = createBodies();
  return (client) => serveSocket(client, options, bodyOf);
};

const serveSocket = (client: Client, options: GraphqlSocketOptions, bodyOf: (event: LiveEvent) => Buffer): void => {
  const { socket, stream } = client;
  const operations = new Map<string, SocketOperation>();
  let session: Session | null = null;
  let greeted = false;
  const late = setTimeout(() => socket.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'), INIT_WITHIN_MS);

  const send = (text: string): boolean => {
    if (socket.readyState === socket.OPEN) socket.send(text);
    return !stream.writableNeedDrain;
  };
  // Past `ws`, between two of its messages: it writes each of them at once and whole. Of an event for many, most of the time
  // goes to memory that has gone cold since the last: nothing stands between a listener and this.
  const eventsAfter = (head: Buffer): Sink['next'] => (event) => {
    if (socket.readyState === socket.OPEN) stream.write(textFrame(head, bodyOf(event)));
    return !stream.writableNeedDrain;
  };
  const handle = async (message: Message): Promise<void> => {
    switch (message.type) {
      case MessageType.ConnectionInit: {
        clearTimeout(late);
        if (greeted) return socket.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
        greeted = true;
        session = await open(client, message.payload, options);
        if (session && socket.readyState !== socket.OPEN) session.close();
        else if (session) send('{"type":"connection_ack"}');
        return;
      }
      case MessageType.Ping: return void send(JSON.stringify({ type: 'pong', ...await answerPing(client, session, message.payload) }));
      case MessageType.Pong: return;
      case MessageType.Subscribe: return subscribe(message.id, message.payload);
      case MessageType.Complete: {
        operations.get(message.id)?.leave();
        operations.delete(message.id);
        return;
      }
      default: socket.close(CloseCode.BadRequest, 'A client does not send that');
    }
  };
  const subscribe = (id: string, payload: SubscribePayload) => {
    if (!session) return socket.close(CloseCode.Unauthorized, 'Unauthorized');
    if (operations.has(id)) return socket.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`.slice(0, 120));
    const operation = options.run({ id, payload, session, send, eventsAfter, isTooMany: operations.size >= options.mostOperations, onEnd: () => {
      if (operations.get(id) === operation) operations.delete(id);
    } });
    operations.set(id, operation);
  };
  const fail = (error: Error) => {
    options.logger.error({ error: error.message, stack: error.stack }, 'unexpected failure');
    socket.close(CloseCode.InternalServerError, 'Something failed on our side');
  };

  socket.on('message', (data) => {
    const message = read(String(data));
    if (message) handle(message).catch(fail);
    else socket.close(CloseCode.BadRequest, 'Invalid message received');
  });
  stream.on('drain', () => { for (const operation of [...operations.values()]) operation.drained(); });
  socket.once('close', () => {
    clearTimeout(late);
    session?.close();
    for (const operation of [...operations.values()]) operation.leave();
    operations.clear();
  });
};

/** The end of an event's message, made once for all sockets that get it. */
const createBodies = (): ((event: LiveEvent) => Buffer) => {
  const known = new WeakMap<LiveEvent, Buffer>();
  return (event) => {
    let body = known.get(event);
    if (!body) known.set(event, body = Buffer.from(`${event.text}}`));
    return body;
  };
};

const read = (text: string): Message | null => {
  try {
    return parseMessage(text) as Message;
  } catch {
    return null;
  }
};

const codeFor = (error: CodedError): number => (error.code === 'SERVICE_UNAVAILABLE' || error.code === 'RATE_LIMITED' ? TRY_AGAIN_LATER : CloseCode.Forbidden);

/** Verifies the token of `connection_init`; a bad one closes with 4403 and says why, as does its expiry or its end later on. */
const open = async ({ socket, address }: Client, payload: unknown, { accessTokens, rateLimits, sessions }: GraphqlSocketOptions): Promise<Session | null> => {
  const refuse = (error: CodedError) => socket.close(codeFor(error), closeReason(error));
  try {
    const caller = { requestId: requestIdOf(null), clientAddress: address };
    rateLimits.countAddress(address);
    return sessions.adopt(await identify(authorizationOf(payload), caller, accessTokens), refuse);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    refuse(error);
    return null;
  }
};

/** A ping with an authorization renews the session: the pong says until when. One that is not good for it closes with 4403. */
const answerPing = async ({ socket }: Client, session: Session | null, payload: unknown): Promise<object> => {
  const authorization = session && authorizationOf(payload);
  if (!authorization) return payload ? { payload } : {};
  try {
    return { payload: { renewedUntil: new Date(await session.renew(authorization)).toISOString() } };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    // While auth's keys can't be read, the token at hand is as good as it was.
    if (error.code === 'SERVICE_UNAVAILABLE') return { payload: { error: { message: error.message, extensions: error.extensions } } };
    socket.close(CloseCode.Forbidden, closeReason(error));
    return {};
  }
};
