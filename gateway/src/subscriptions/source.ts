import { maskResult, type Engine } from '../operations/engine.ts';
import type { GatewayContext } from '../operations/gateway-context.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import { resumableOf } from './resume-rules.ts';
import type { StreamSource } from './shared-stream.ts';
import { openUpstream } from './upstream.ts';

export interface SourceOptions { engine: Engine; links: Readonly<Record<string, SubgraphLink>>; timeoutMs: number }

/**
 * Where an operation's events come from and what is made of each. `after` goes before what the operation says.
 * @throws Unplannable
 */
export const findSource = async ({ engine, links, timeoutMs }: SourceOptions, operation: PreparedOperation, context: GatewayContext, after: string | null): Promise<StreamSource> => {
  const { service, query, operationName, variables } = engine.subscriptionOf(operation);
  const request = { query, operationName, variables };
  const resumable = resumableOf(engine.schema, request);
  return {
    service,
    start: resumable ? after ?? resumable.start : null,
    cursorOf: resumable?.cursorOf ?? null,
    open: (from, signal, onOpen) => openUpstream(links[service], resumable?.requestAfter(from) ?? request, { identity: context.identity, signal, timeoutMs, onOpen }),
    execute: async (event) => JSON.stringify(event.data ? await engine.executeEvent(operation, event, context) : { data: null, ...maskResult({ errors: event.errors }, context.logger) }),
  };
};
