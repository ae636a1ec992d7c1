import { validate, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { CodedError } from '@microplate/platform/errors';
import type { Logger } from '@microplate/platform/logging';
import { callerOf } from '../identity/identity-rules.ts';
import type { Session } from '../identity/sessions.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Engine } from '../operations/engine.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { createRepeatedSigning } from '../subgraphs/repeated-signing.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import { createListener, type Listener } from './listener.ts';
import type { LiveEvent, Sink } from './live-event.ts';
import { scopeOf } from './scope-rules.ts';
import { createSharedStream, type SharedStream, type StreamSource } from './shared-stream.ts';
import { sharingOf, type Sharing } from './sharing-rules.ts';
import { createSourceFinder } from './source.ts';
import { standingOf } from './standing.ts';

/** A subscriber's end of its subscription. */
export interface Subscription {
  /** Its transport takes events again. */
  drained(): void;
  /** Ends it where the session may hear no more. */
  review(): void;
  /** Returns how many events it was given. */
  leave(): number;
}

export interface Subscriptions {
  /**
   * Feeds `sink` with the operation's events until it ends or is left. `after` goes before the operation's own `after`.
   * @throws CodedError or Refusal where there can be no events.
   */
  subscribe(operation: PreparedOperation, session: Session, sink: Sink, after?: string | null): Subscription;
  /** After the schema has changed: ends what is no longer valid by it; all else goes on as it was planned. */
  revalidate(): void;
  dispose(): void;
}

export interface SubscriptionsOptions {
  engine: Engine;
  links: Readonly<Record<string, SubgraphLink>>;
  timeoutMs: number;
  queueLength: number;
  resumeMs: number;
  /** Open subscriptions of one person, or of one address where nobody has signed in. */
  mostPerUser: number;
  metrics: GatewayMetrics;
  logger: Logger;
}

/** Equal subscriptions of one scope share a stream, wherever each began; see {@link scopeOf} and {@link sharingOf}. */
export const createSubscriptions = (options: SubscriptionsOptions): Subscriptions => {
  const { engine, metrics, queueLength, resumeMs, mostPerUser } = options;
  /** Streams of the same events: one that is live, and those that still catch up. */
  const groups = new Map<string, Set<SharedStream>>();
  const documents = new WeakMap<SharedStream, DocumentNode>();
  const admit = createAdmission(mostPerUser);
  const findSource = createSourceFinder(options);
  const sharing = createSharing(() => engine.schema);
  let open = 0;
  let disposed = false;

  const start = (key: string, source: StreamSource, document: DocumentNode, logger: Logger): SharedStream => {
    const group = groups.get(key) ?? new Set();
    const onEnd = (ended: SharedStream) => {
      group.delete(ended);
      if (group.size === 0 && groups.get(key) === group) groups.delete(key);
      metrics.upstreams.set(open -= 1);
    };
    const stream = createSharedStream({ source, historyLength: queueLength, resumeMs, logger, onEnd, onEvent: (from, event) => meet(group, from, event) });
    documents.set(stream, document);
    groups.set(key, group.add(stream));
    metrics.upstreams.set(open += 1);
    return stream;
  };
  const all = (): SharedStream[] => [...groups.values()].flatMap((group) => [...group]);
  const join = (key: string, listener: Listener, after: string | null): boolean =>
    [...groups.get(key) ?? []].some((stream) => stream.join(listener, after));

  return {
    subscribe: (operation, session, sink, after) => {
      const shared = sharing(operation);
      const scope = scopeOf(operation, shared, session.identity);
      const logger = options.logger.child({ requestId: scope.identity.requestId });
      const source = findSource(operation, { identity: scope.identity, logger, sign: createRepeatedSigning() }, after ?? null);
      if (disposed) throw new CodedError('SERVICE_UNAVAILABLE', 'The gateway is stopping. Subscribe again shortly.');
      const release = admit(session);
      const unwatch = session.watch(() => listener.review());
      const listener = createListener({
        sink, most: queueLength, standing: standingOf(operation, session, scope.identity), start: source.start,
        onLeave: () => { release(); unwatch(); listener.home?.remove(listener); },
      });
      if (!join(scope.key, listener, source.start)) start(scope.key, source, operation.document, logger).join(listener, source.start);
      return listener;
    },
    revalidate: () => {
      for (const stream of all()) {
        const [error] = validate(engine.schema, documents.get(stream)!);
        if (error) stream.end(new CodedError('GRAPHQL_VALIDATION_FAILED', `The schema has changed: ${error.message}`));
      }
    },
    dispose: () => {
      disposed = true;
      for (const stream of all()) stream.end();
    },
  };
};

/** A stream that has come to where another one is goes on in it. */
const meet = (group: ReadonlySet<SharedStream>, from: SharedStream, { cursor }: LiveEvent): void => {
  if (group.size < 2 || cursor === null) return;
  for (const other of group) if (other !== from && other.absorb(from, cursor)) return;
};

/** What of an operation is shared is found out once for each that is kept by the preparation. */
const createSharing = (schema: () => GraphQLSchema): ((operation: PreparedOperation) => Sharing) => {
  const known = new WeakMap<OperationDefinitionNode, Sharing>();
  const generations = new WeakMap<GraphQLSchema, number>();
  let generation = 0;
  // What was planned by another schema goes on by itself: who comes later is not mixed with it.
  const generationOf = (one: GraphQLSchema): number => {
    if (!generations.has(one)) generations.set(one, generation += 1);
    return generations.get(one)!;
  };
  const find = (prepared: PreparedOperation): Sharing => {
    const { operation, startVariable } = sharingOf(schema(), prepared);
    return { operation: `${generationOf(schema())} ${operation}`, startVariable };
  };
  return (prepared) => {
    const sharing = known.get(prepared.operation) ?? find(prepared);
    known.set(prepared.operation, sharing);
    return sharing;
  };
};

/** Counts each person's open subscriptions. What it returns takes one off. @throws CodedError GRAPHQL_LIMIT_EXCEEDED */
const createAdmission = (most: number): ((session: Session) => () => void) => {
  const counts = new Map<string, number>();
  return ({ identity }) => {
    const who = callerOf(identity);
    const count = counts.get(who) ?? 0;
    if (count >= most) throw new CodedError('GRAPHQL_LIMIT_EXCEEDED', `You may have ${most} subscriptions open at once. Complete one first.`, { limit: most });
    counts.set(who, count + 1);
    return () => {
      const left = counts.get(who)! - 1;
      if (left > 0) counts.set(who, left); else counts.delete(who);
    };
  };
};

