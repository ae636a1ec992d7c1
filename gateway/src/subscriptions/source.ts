import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { maskResult, type Engine } from '../operations/engine.ts';
import type { GatewayContext } from '../operations/gateway-context.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import { resumableOf, type Resumable } from './resume-rules.ts';
import type { StreamSource } from './shared-stream.ts';
import { openUpstream } from './upstream.ts';

export interface SourceOptions { engine: Engine; links: Readonly<Record<string, SubgraphLink>>; timeoutMs: number }

/** @throws Unplannable */
export type FindSource = (operation: PreparedOperation, context: GatewayContext, after: string | null) => StreamSource;

const MOST_KEPT = 1000;

/** Where an operation's events come from and what is made of each. `after` goes before what the operation says. */
export const createSourceFinder = ({ engine, links, timeoutMs }: SourceOptions): FindSource => {
  const known = new LRUCache<string, { schema: GraphQLSchema; resumable: Resumable | null }>({ max: MOST_KEPT });
  const resumableFor = (query: string): Resumable | null => {
    const { schema } = engine;
    const kept = known.get(query);
    if (kept?.schema === schema) return kept.resumable;
    const resumable = resumableOf(schema, query);
    known.set(query, { schema, resumable });
    return resumable;
  };
  return (operation, context, after) => {
    const { service, query, operationName, variables } = engine.subscriptionOf(operation);
    const request = { query, operationName, variables };
    const resumable = resumableFor(query);
    return {
      service,
      start: resumable ? after ?? resumable.startOf(variables) : null,
      cursorOf: resumable?.cursorOf ?? null,
      open: (from, signal, onOpen) => openUpstream(links[service], resumable?.requestAfter(request, from) ?? request, { identity: context.identity, signal, timeoutMs, onOpen }),
      execute: async (event) => JSON.stringify(event.data ? await engine.executeEvent(operation, event, context) : { data: null, ...maskResult({ errors: event.errors }, context) }),
    };
  };
};
