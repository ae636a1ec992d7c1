import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyTooLarge, brokenOff, type ServedDirectly } from '@microplate/platform/http';
import type { AddressOf } from '../identity/client-address.ts';
import { requestIdOf, type Caller } from '../identity/identity-rules.ts';
import type { GraphqlDoor } from './answer-graphql.ts';
import type { Answer, GraphqlRequest } from './graphql-request.ts';

export interface NodeDoorOptions { maxBodyBytes: number; addressOf: AddressOf; corsOrigins: readonly string[] }

/**
 * The request that nearly all are: `POST /graphql` with JSON of an announced and admitted length, for one answer. It is answered
 * from Node's own objects, without Request, Response and streams; every other goes to `fetch`, and to the same
 * {@link GraphqlDoor}, so that both answer alike.
 */
export const createNodeDoor = (door: GraphqlDoor, { maxBodyBytes, addressOf, corsOrigins }: NodeDoorOptions): ServedDirectly => (incoming, outgoing) => {
  if (!isPlain(incoming, maxBodyBytes)) return false;
  const { headers, socket } = incoming;
  const caller = { requestId: requestIdOf(headers['x-request-id'] as string | undefined), clientAddress: addressOf(socket.remoteAddress, headers['x-forwarded-for'] as string | undefined) };
  const origin = headers.origin !== undefined && corsOrigins.includes(headers.origin) ? headers.origin : null;
  void respond(door, incoming, outgoing, caller, origin);
  return true;
};

const respond = async (door: GraphqlDoor, incoming: IncomingMessage, outgoing: ServerResponse, caller: Caller, origin: string | null): Promise<void> => {
  try {
    send(incoming, outgoing, await door(fromIncoming(incoming, outgoing, caller)) as Answer, caller.requestId, origin);
  } catch {
    outgoing.destroy();
  }
};

const isPlain = ({ method, url, headers }: IncomingMessage, maxBodyBytes: number): boolean =>
  method === 'POST' && url === '/graphql' && Number(headers['content-length']) <= maxBodyBytes
  && (headers['content-type']?.startsWith('application/json') ?? false) && !/event-stream|multipart/i.test(headers.accept ?? '');

const fromIncoming = (incoming: IncomingMessage, outgoing: ServerResponse, caller: Caller): GraphqlRequest => {
  const { requestId, clientAddress } = caller;
  const { headers } = incoming;
  let leaving: AbortSignal | undefined;
  return {
    requestId, clientAddress, method: 'POST', search: '',
    header: (name) => (headers[name] as string | undefined) ?? null,
    body: (limit) => readAll(incoming, limit),
    whole: () => { throw new Error('A plain request is not read as a stream.'); },
    isGone: () => outgoing.destroyed,
    signal: () => leaving ??= leavingOf(outgoing),
  };
};

const readAll = (incoming: IncomingMessage, limit: number): Promise<Buffer> => new Promise((resolve, reject) => {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) reject(bodyTooLarge(limit)); else chunks.push(chunk);
  });
  incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  const broken = () => reject(brokenOff());
  incoming.on('error', broken);
  if (incoming.destroyed) broken();
});

const leavingOf = (outgoing: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  if (outgoing.destroyed) controller.abort();
  outgoing.once('close', () => { if (!outgoing.writableFinished) controller.abort(); });
  return controller.signal;
};

/** Headers and a text leave Node in one write; a text of ASCII alone, which most are, need not be encoded for it. `origin` is one that CORS admits. */
const send = (incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: Answer, requestId: string, origin: string | null): void => {
  if (outgoing.destroyed) return;
  const length = Buffer.byteLength(body);
  // As http-app.ts has them from Hono.
  const head = ['vary', headers.vary ? `${headers.vary}, Origin` : 'Origin', 'access-control-expose-headers', 'x-request-id,retry-after', 'x-request-id', requestId, 'content-length', String(length)];
  if (origin) head.push('access-control-allow-origin', origin);
  for (const name in headers) if (name !== 'vary') head.push(name, headers[name]);
  // What is left of an unread body goes with the connection, which the client must know.
  if (!incoming.complete) head.push('connection', 'close');
  outgoing.writeHead(status, head);
  outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
  if (!incoming.complete) incoming.resume();
};
