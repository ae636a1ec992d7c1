import type { IncomingMessage } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { CloseCode, makeServer, type Context } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import type { AccessTokens } from '../identity/access-tokens.ts';
import { identify } from '../identity/identify.ts';
import { requestIdOf } from '../identity/identity-rules.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine } from '../operations/engine.ts';
import { beginOperation, type EndOperation } from '../operations/operation-log.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { codeOf, errorObjectsOf } from '../operations/refusal.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { authorizationOf, closeReason } from './socket-rules.ts';
import { deliver } from './deliver.ts';
import { serveSocket } from './serve-socket.ts';

export interface GraphqlSocketOptions {
  engine: Engine;
  subscriptions: Subscriptions;
  accessTokens: AccessTokens;
  mostOperations: number;
  metrics: GatewayMetrics;
  logger: Logger;
  keepAliveMs?: number;
}

/** What a socket knows of its client. */
interface SocketState extends Record<PropertyKey, unknown> { socket: WebSocket; request: IncomingMessage; identity?: Identity; expiry?: NodeJS.Timeout }

type SocketContext = Context<Record<string, unknown>, SocketState>;

/** What one operation carries from `onSubscribe` to its execution. */
interface Carried { prepared: PreparedOperation; identity: Identity; end: EndOperation; logger: Logger }

/** Serves graphql-transport-ws on a socket: queries, mutations and subscriptions, under the same rules as HTTP. */
export const createGraphqlSocket = (options: GraphqlSocketOptions) => {
  const { engine, subscriptions, logger, metrics, keepAliveMs = 12_000 } = options;
  const carriedBy = (args: ExecutionArgs) => args.contextValue as Carried;
  const server = makeServer<Record<string, unknown>, SocketState>({
    connectionInitWaitTimeout: 5000,
    onConnect: (context) => connect(context, options.accessTokens),
    onClose: ({ extra }) => clearTimeout(extra.expiry),
    onSubscribe: (context, _id, payload) => prepare(context, payload, options),
    execute: async (args) => {
      const { prepared, identity, end, logger: own } = carriedBy(args);
      const result = await engine.execute(prepared, { identity, logger: own });
      end((result.errors ?? []).map(codeOf));
      return result;
    },
    subscribe: (args) => subscribe(carriedBy(args), subscriptions, metrics),
    onNext: (_context, _id, _payload, _args, result) => result,
  });
  return (socket: WebSocket, request: IncomingMessage) => serveSocket(server, socket, { socket, request }, { keepAliveMs, logger });
};

/** A failure is an answer too: what is thrown here would close the socket with all its operations. */
const subscribe = async ({ prepared, identity, end, logger }: Carried, subscriptions: Subscriptions, metrics: GatewayMetrics): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> => {
  try {
    const source = await subscriptions.subscribe(prepared, identity);
    if (Symbol.asyncIterator in source) return deliver(source, { end, logger, subscribers: metrics.subscribers });
    end((source.errors ?? []).map(codeOf));
    return source;
  } catch (error) {
    const errors = errorObjectsOf(error, logger);
    end(errors.map(codeOf));
    return { errors };
  }
};

/** Verifies the token of `connection_init`; a bad one closes with 4403 and says why, as does its expiry later on. */
const connect = async ({ connectionParams, extra }: SocketContext, accessTokens: AccessTokens): Promise<boolean> => {
  const { socket, request } = extra;
  try {
    const caller = { requestId: requestIdOf(null), clientAddress: request.socket.remoteAddress ?? null };
    const { identity, expiresAt } = await identify(authorizationOf(connectionParams), caller, accessTokens);
    extra.identity = identity;
    if (expiresAt) extra.expiry = setTimeout(() => socket.close(CloseCode.Forbidden, 'TOKEN_EXPIRED: The access token has expired. Connect with a new one.'), Math.min(expiresAt - Date.now(), 2 ** 31 - 1));
    return true;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    socket.close(error.code === 'SERVICE_UNAVAILABLE' ? 1013 : CloseCode.Forbidden, closeReason(error));
    return false;
  }
};

const prepare = async ({ extra, subscriptions }: SocketContext, payload: { query: string; operationName?: string | null; variables?: Record<string, unknown> | null }, options: GraphqlSocketOptions) => {
  const identity = { ...extra.identity!, requestId: requestIdOf(null) };
  const logger = options.logger.child({ requestId: identity.requestId });
  const operation = { requestId: identity.requestId, transport: 'websocket' as const, identity };
  const end = beginOperation(operation, options);
  try {
    const open = Object.keys(subscriptions).length;
    if (open > options.mostOperations) throw new CodedError('GRAPHQL_LIMIT_EXCEEDED', `A connection may have ${options.mostOperations} operations at once. Complete one first.`, { limit: options.mostOperations });
    const prepared = options.engine.prepare(payload, identity);
    Object.assign(operation, { name: prepared.operation.name?.value, kind: prepared.operation.operation });
    const carried: Carried = { prepared, identity, end, logger };
    return { schema: options.engine.schema, document: prepared.document, operationName: prepared.operationName, variableValues: prepared.variables, contextValue: carried };
  } catch (error) {
    const errors = errorObjectsOf(error, logger);
    end(errors.map(codeOf));
    return errors;
  }
};
