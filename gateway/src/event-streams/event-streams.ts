import type { GraphQLFormattedError } from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import type { Session, Sessions } from '../identity/sessions.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine } from '../operations/engine.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { codeOf } from '../operations/refusal.ts';
import type { LiveEvent } from '../subscriptions/live-event.ts';
import { meteredSink } from '../subscriptions/metered-sink.ts';
import type { Subscription, Subscriptions } from '../subscriptions/subscriptions.ts';
import type { ResponseStream, StreamContext } from '../transport/response-stream.ts';
import { createEventStreamBody } from './event-stream-body.ts';
import { multipart, sse, type Framing } from './framing.ts';

/** Answers over plain HTTP that go on: subscriptions, and for a client that takes nothing else any operation. */
export interface EventStreams {
  streams: readonly ResponseStream[];
  /** Ends what is open with SERVICE_UNAVAILABLE and the cursor: an end in peace would say that nothing more comes. */
  stop(): void;
  dispose(): void;
}

export interface EventStreamsOptions { engine: Pick<Engine, 'execute'>; subscriptions: Subscriptions; sessions: Sessions; metrics: GatewayMetrics; heartbeatMs?: number }

/** Heartbeats that a client may leave unread before it is cut off. */
const MOST_SILENT = 3;

export const createEventStreams = ({ engine, subscriptions, sessions, metrics, heartbeatMs = 5000 }: EventStreamsOptions): EventStreams => {
  const encode = createEncoder();
  const open = new Set<{ beat(): void; stop(): void }>();
  const timer = setInterval(() => { for (const stream of [...open]) stream.beat(); }, heartbeatMs).unref();

  const subscribe = async (framing: Framing, prepared: PreparedOperation, context: StreamContext): Promise<Response> => {
    let subscription: Subscription | null = null;
    let session: Session | null = null;
    let silent = 0;
    let cursor: string | null = null;
    const close = () => { open.delete(stream); session?.close(); };
    const leave = () => { close(); sink.left(subscription?.leave() ?? 0); };
    const body = createEventStreamBody({ onDrain: () => { silent = 0; subscription?.drained(); }, onLeave: leave });
    const sink = meteredSink({
      next: (event) => {
        cursor = event.cursor;
        return body.write(encode(framing, event));
      },
      end: (errors) => { close(); body.end(bytesOf(framing.ending(errors))); },
    }, { done: context.end, loggerOf: () => context.logger, subscribers: metrics.subscribers });
    const beat = () => {
      if (!body.isFull()) return void body.write(encode(framing, 'heartbeat'));
      silent += 1;
      if (silent > MOST_SILENT) { leave(); body.cut(); }
    };
    const stop = () => {
      const events = subscription?.leave() ?? 0;
      sink.end(new CodedError('SERVICE_UNAVAILABLE', 'The gateway is stopping. Subscribe again shortly.', cursor === null ? {} : { cursor }), events);
    };
    const stream = { beat, stop };
    session = sessions.adopt(context, () => subscription?.review());
    body.write(bytesOf(framing.opening));
    try {
      subscription = subscriptions.subscribe(prepared, session, sink, context.lastEventId);
    } catch (error) {
      session.close();
      sink.left(0);
      throw error;
    }
    open.add(stream);
    context.signal.addEventListener('abort', leave, { once: true });
    return answerOf(framing, body.readable);
  };
  const once = async (framing: Framing, prepared: PreparedOperation, { identity, logger, signal, end }: StreamContext): Promise<Response> => {
    const result = await engine.execute(prepared, { identity, logger, ...(prepared.operation.operation === 'query' ? { signal } : {}) });
    end((result.errors ?? []).map(codeOf));
    return answerOf(framing, `${framing.opening}${framing.event({ text: JSON.stringify(result), cursor: null })}${framing.ending(null)}`);
  };
  const streamOf = (framing: Framing): ResponseStream => ({
    accepts: framing.accepts,
    respond: (prepared, context) => (prepared.operation.operation === 'subscription' ? subscribe : once)(framing, prepared, context),
    refuse: (errors: readonly GraphQLFormattedError[]) => answerOf(framing, `${framing.opening}${framing.ending(errors)}`),
  });
  const stop = () => { for (const stream of [...open]) stream.stop(); };
  return { streams: [sse, multipart].map(streamOf), stop, dispose: () => { stop(); clearInterval(timer); } };
};

const answerOf = ({ contentType }: Framing, body: ReadableStream<Uint8Array> | string): Response => new Response(body, { headers: {
  // Proxies would hold events back to compress or to buffer them.
  'content-type': contentType, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no',
} });

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** The bytes of an event are made once for all who listen to it over the same framing. */
const createEncoder = () => {
  const known = new Map<Framing, { events: WeakMap<LiveEvent, Uint8Array>; heartbeat: Uint8Array }>();
  return (framing: Framing, event: LiveEvent | 'heartbeat'): Uint8Array => {
    const cache = known.get(framing) ?? { events: new WeakMap(), heartbeat: bytesOf(framing.heartbeat) };
    known.set(framing, cache);
    if (event === 'heartbeat') return cache.heartbeat;
    const bytes = cache.events.get(event) ?? bytesOf(framing.event(event));
    cache.events.set(event, bytes);
    return bytes;
  };
};
