import type { ExecutionResult } from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine } from '../operations/engine.ts';
import { maskResult } from '../operations/engine.ts';
import type { GatewayContext, Primary } from '../operations/gateway-context.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import { resumableOf } from './resume-rules.ts';
import { scopeOf, type Scope } from './scope-rules.ts';
import { createSharedStream, type SharedStream, type StreamSource } from './shared-stream.ts';
import { openUpstream } from './upstream.ts';

export interface Subscriptions {
  /** The events for one subscriber, as results of its own operation, or a result alone where there can be none. */
  subscribe(operation: PreparedOperation, identity: Identity): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
  dispose(): void;
}

export interface SubscriptionsOptions {
  engine: Engine;
  links: Readonly<Record<string, SubgraphLink>>;
  timeoutMs: number;
  queueLength: number;
  resumeMs: number;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Equal subscriptions of one scope share a stream; see {@link scopeOf}. */
export const createSubscriptions = (options: SubscriptionsOptions): Subscriptions => {
  const { engine, metrics, queueLength, resumeMs } = options;
  const streams = new Map<string, SharedStream>();
  const all = new Set<SharedStream>();
  let disposed = false;

  const start = (scope: Scope, source: StreamSource, logger: Logger): SharedStream => {
    const stream = createSharedStream({ source, queueLength, resumeMs, logger, onEnd: () => {
      all.delete(stream);
      if (streams.get(scope.key) === stream) streams.delete(scope.key);
      metrics.upstreams.set(all.size);
    } });
    all.add(stream);
    streams.set(scope.key, stream);
    metrics.upstreams.set(all.size);
    return stream;
  };

  return {
    subscribe: async (operation, identity) => {
      const scope = scopeOf(operation, identity);
      const shared = streams.get(scope.key)?.join();
      if (shared) return shared;
      const logger = options.logger.child({ requestId: scope.identity.requestId });
      const found = await findPrimary(engine, operation, { identity: scope.identity, logger });
      if (!found.primary) return found.result;
      if (disposed) throw new CodedError('SERVICE_UNAVAILABLE', 'The gateway is stopping. Subscribe again shortly.');
      // Another may have started the same stream while this one was being planned.
      return streams.get(scope.key)?.join() ?? start(scope, sourceOf(options, operation, found.primary, { identity: scope.identity, logger }), logger).join()!;
    },
    dispose: () => {
      disposed = true;
      for (const stream of [...all]) stream.dispose();
    },
  };
};

/** Plans the subscription and learns what would be sent to which subgraph, without sending it. */
const findPrimary = async (engine: Engine, operation: PreparedOperation, context: GatewayContext): Promise<{ primary?: Primary; result: ExecutionResult }> => {
  const probe: GatewayContext['probe'] = {};
  const result = await engine.execute(operation, { ...context, probe });
  return { primary: probe.primary, result };
};

const sourceOf = ({ engine, links, timeoutMs }: SubscriptionsOptions, operation: PreparedOperation, primary: Primary, context: GatewayContext): StreamSource => {
  const { service, query, operationName, variables } = primary;
  const request = { query, operationName, variables };
  const resumable = resumableOf(engine.schema, request);
  return {
    service,
    start: resumable?.start ?? null,
    cursorOf: resumable?.cursorOf ?? null,
    open: (after, signal, onOpen) => openUpstream(links[service], resumable?.requestAfter(after) ?? request, { identity: context.identity, signal, timeoutMs, onOpen }),
    execute: async (event) => (event.data ? engine.execute(operation, { ...context, event }) : { data: null, ...maskResult({ errors: event.errors }, context.logger) }),
  };
};
