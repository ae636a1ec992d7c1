import type { GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { requestIdOf } from '../identity/identity-rules.ts';
import type { RateLimits } from '../budgets/rate-limits.ts';
import type { Session } from '../identity/sessions.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine } from '../operations/engine.ts';
import { createOperationLog, type BeginOperation, type EndOperation } from '../operations/operation-log.ts';
import { codeOf, errorsOf } from '../operations/refusal.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { Sink } from '../subscriptions/live-event.ts';
import { meteredSink } from '../subscriptions/metered-sink.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';

/** One operation of a socket: the same two calls for what answers once and for what goes on. */
export interface SocketOperation { drained(): void; leave(): void }

export interface OperationRequest {
  id: string;
  payload: SubscribePayload;
  session: Session;
  /** Sends a message; false while the client does not read what was sent before. */
  send(text: string): boolean;
  /** What sends events as messages that begin by `head`; false like `send`. */
  eventsAfter(head: Buffer): Sink['next'];
  isTooMany: boolean;
  /** It has been answered, and the answer has left. */
  onEnd(): void;
}

export type RunOperation = (request: OperationRequest) => SocketOperation;

export interface SocketOperationOptions { engine: Engine; rateLimits: RateLimits; subscriptions: Subscriptions; metrics: GatewayMetrics; mostOperations: number; logger: Logger }

/** What all sockets' operations have in common. */
interface Shared extends SocketOperationOptions { beginOperation: BeginOperation }

interface Begun { identity: Identity; loggerOf: () => Logger; done: EndOperation; prepared: PreparedOperation }

/** Runs the operations of sockets. A failure is an answer to its operation; the socket stays. */
export const createSocketOperations = (options: SocketOperationOptions): RunOperation => {
  const shared = { ...options, beginOperation: createOperationLog(options) };
  return (request) => runOperation(shared, request);
};

const runOperation = (options: Shared, request: OperationRequest): SocketOperation => {
  const { id, send, onEnd } = request;
  const running: { left: boolean; subscription: SocketOperation | null; onDrain: (() => void) | null } = { left: false, subscription: null, onDrain: null };
  const name = JSON.stringify(id);
  const say = (type: 'next' | 'error', payload: string): boolean => send(`{"id":${name},"type":"${type}","payload":${payload}}`);
  // An answer that has not left yet still counts as open: a client that does not read can't pile up answers.
  const end = (isFull: boolean) => { if (isFull) running.onDrain = onEnd; else onEnd(); };
  const refuse = (errors: GraphQLFormattedError[]) => { if (!running.left) end(!say('error', JSON.stringify(errors))); };
  const complete = () => end(!send(`{"id":${name},"type":"complete"}`));

  const answer = async ({ prepared, identity, loggerOf, done }: Begun) => {
    const result = await options.engine.execute(prepared, { identity, logger: loggerOf() });
    done((result.errors ?? []).map(codeOf));
    if (running.left) return;
    say('next', JSON.stringify(result));
    complete();
  };
  const follow = async ({ prepared, loggerOf, done }: Begun) => {
    const sink = meteredSink({
      next: request.eventsAfter(Buffer.from(`{"id":${name},"type":"next","payload":`)),
      end: (errors) => { if (errors) refuse(errors); else complete(); },
    }, { done, loggerOf, subscribers: options.metrics.subscribers });
    try {
      const subscription = options.subscriptions.subscribe(prepared, request.session, sink);
      running.subscription = { drained: subscription.drained, leave: () => { sink.left(subscription.leave()); } };
      if (running.left) running.subscription.leave();
    } catch (error) {
      sink.end(error as Error, 0);
    }
  };
  const run = async () => {
    await null; // The socket knows the operation before it can end.
    const begun = begin(options, request, refuse);
    if (begun) await (begun.prepared.operation.operation === 'subscription' ? follow(begun) : answer(begun));
  };
  run().catch((error: Error) => refuse(errorsOf(error, options.logger)));
  return {
    drained: () => { running.onDrain?.(); running.subscription?.drained(); },
    leave: () => { running.left = true; running.subscription?.leave(); },
  };
};

/** Null where it was refused, which `refuse` has told. */
const begin = ({ engine, rateLimits, beginOperation, mostOperations, logger: outer }: Shared, { payload, session, isTooMany }: OperationRequest, refuse: (errors: GraphQLFormattedError[]) => void): Begun | null => {
  const identity = { ...session.identity, requestId: requestIdOf(null) };
  const loggerOf = () => outer.child({ requestId: identity.requestId });
  const operation = { requestId: identity.requestId, transport: 'websocket' as const, identity };
  const done = beginOperation(operation);
  try {
    const over = session.refusal();
    if (over) throw over;
    if (isTooMany) throw new CodedError('GRAPHQL_LIMIT_EXCEEDED', `A connection may have ${mostOperations} operations at once. Complete one first.`, { limit: mostOperations });
    rateLimits.countAddress(identity.clientAddress);
    rateLimits.countUser(identity);
    const prepared = engine.prepare(payload, identity);
    Object.assign(operation, { name: prepared.operation.name?.value, kind: prepared.operation.operation });
    return { identity, loggerOf, done, prepared };
  } catch (error) {
    const errors = errorsOf(error, loggerOf());
    done(errors.map(codeOf));
    refuse(errors);
    return null;
  }
};
