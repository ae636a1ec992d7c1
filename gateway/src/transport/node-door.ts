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
  const more = { ...corsHeaders(headers.origin, corsOrigins), 'x-request-id': caller.requestId };
  door(fromIncoming(incoming, outgoing, caller)).then((answer) => send(incoming, outgoing, answer as Answer, more)).catch(() => outgoing.destroy());
  return true;
};

/** As http-app.ts has them from Hono. */
const corsHeaders = (origin: string | undefined, allowed: readonly string[]): Record<string, string> => ({
  vary: 'Origin', 'access-control-expose-headers': 'x-request-id,retry-after', ...(origin && allowed.includes(origin) ? { 'access-control-allow-origin': origin } : {}),
});

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
  incoming.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  const broken = () => reject(brokenOff());
  incoming.once('error', broken);
  if (incoming.destroyed) broken();
});

const leavingOf = (outgoing: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  if (outgoing.destroyed) controller.abort();
  outgoing.once('close', () => { if (!outgoing.writableFinished) controller.abort(); });
  return controller.signal;
};

/** Headers and a text leave Node in one write. */
const send = (incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: Answer, more: Record<string, string>): void => {
  if (outgoing.destroyed) return;
  // What is left of an unread body goes with the connection, which the client must know.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(status, { ...headers, ...more, vary: headers.vary ? `${headers.vary}, ${more.vary}` : more.vary, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
  if (!incoming.complete) incoming.resume();
};
