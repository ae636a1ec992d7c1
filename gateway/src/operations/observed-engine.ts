import type { ExecutionResult } from 'graphql';
import { noTracing, type Tracing } from '@microplate/platform/tracing';
import type { GatewayContext } from './gateway-context.ts';
import type { LiveEngine } from './live-engine.ts';
import type { PreparedOperation } from './prepare.ts';

export interface Observation {
  tracing: Tracing;
  /** An operation that took longer is logged with its plan; 0 for none. */
  slowMs: number;
}

/** The same engine, whose executions are traced, and told of with their plan where they are slow. */
export const observed = (engine: LiveEngine, { tracing, slowMs }: Observation): LiveEngine => {
  const traced = (what: string, { operation }: PreparedOperation, work: () => Promise<ExecutionResult>): Promise<ExecutionResult> => {
    if (tracing === noTracing) return work();
    const attributes = { 'graphql.operation.type': operation.operation, 'graphql.operation.name': operation.name?.value.slice(0, 80) ?? '' };
    return tracing.span(what, { attributes }, async (span) => {
      const result = await work();
      if (result.errors?.length) span.fail(String(result.errors[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR'));
      return result;
    });
  };
  const timed = async (operation: PreparedOperation, context: GatewayContext, work: Promise<ExecutionResult>): Promise<ExecutionResult> => {
    const began = performance.now();
    const result = await work;
    const ms = Math.round(performance.now() - began);
    if (slowMs && ms >= slowMs) context.logger.warn({ operation: operation.operation.name?.value.slice(0, 80) ?? null, ms, queryHash: operation.queryHash, plan: engine.explain(operation) }, 'a slow operation');
    return result;
  };
  return {
    ...engine,
    get schema() { return engine.schema; },
    execute: (operation, context) => timed(operation, context, traced('execute', operation, () => engine.execute(operation, context))),
    executeEvent: (operation, event, context) => timed(operation, context, traced('execute event', operation, () => engine.executeEvent(operation, event, context))),
  };
};
