import { prettyFormatQueryPlan } from '@apollo/query-planner';
import { LRUCache } from 'lru-cache';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from '@microplate/platform/logging';
import { createFederationEngine, Unplannable, type CompiledOperation, type CompiledSubscription, type FederationEngine, type FetchFrom } from '../engine/index.ts';
import { extractRules } from '../permissions/permission-rules.ts';
import type { GatewayContext, Primary } from './gateway-context.ts';
import { introspect } from './introspection.ts';
import { createPreparation, type PreparationOptions, type Preparation, type PreparedOperation } from './prepare.ts';
import { formatError } from './refusal.ts';
import type { StockExecutor } from './stock-executor.ts';

/** Plans and executes over the subgraphs. */
export interface Engine extends Preparation {
  schema: GraphQLSchema;
  /** The answer to a query or a mutation, errors masked: a plain object for JSON.stringify. @throws Unplannable, before anything is fetched. */
  execute(operation: PreparedOperation, context: GatewayContext): Promise<ExecutionResult>;
  /** What a subscription has to ask of which subgraph. @throws Unplannable */
  subscriptionOf(operation: PreparedOperation): Primary;
  /** The answer to one event of that subgraph: entities of every other one fetched, errors masked. */
  executeEvent(operation: PreparedOperation, event: ExecutionResult, context: GatewayContext): Promise<ExecutionResult>;
  /** The operation's plan, for people. */
  explain(operation: PreparedOperation): string;
  dispose(): Promise<void>;
}

export interface EngineOptions extends Omit<PreparationOptions, 'schema' | 'rules' | 'costs'> {
  supergraphSdl: string;
  fetchFrom: FetchFrom<GatewayContext>;
  /** `stock`: queries and mutations are executed by @apollo/gateway, for comparison. */
  executor: 'own' | 'stock';
  logger: Logger;
}

const MOST_PLANS = 1000;
/** A plan that took longer is told of: meanwhile nothing else was done. */
const LONG_PLAN_MS = 100;

/** Loads the supergraph and is ready; nothing is fetched for it. @throws where the SDL is no supergraph. */
export const createEngine = async (options: EngineOptions): Promise<Engine> => {
  const { supergraphSdl, fetchFrom, logger } = options;
  const { rules, costs, sdl } = extractRules(supergraphSdl);
  const own = createFederationEngine({ supergraphSdl: sdl, fetchFrom });
  const { schema } = own;
  const preparation = createPreparation({ ...options, schema, rules, costs });
  const compiled = createCompiled(own, logger);
  // Loaded only where it is asked for: it brings a second planner.
  const stock: StockExecutor | null = options.executor === 'stock' ? await (await import('./stock-executor.ts')).createStockExecutor({ supergraphSdl: sdl, fetchFrom, logger }) : null;
  const finish = (operation: PreparedOperation, result: ExecutionResult, context: GatewayContext) => maskResult(preparation.finish(operation, result), context);
  const run = (operation: PreparedOperation, context: GatewayContext): Promise<unknown> => {
    if (operation.introspection) return introspect(schema, operation);
    return stock ? stock.execute(operation, context) : compiled(operation).execute(operation.variables, context);
  };
  const subscribed = (operation: PreparedOperation): CompiledSubscription<GatewayContext> => {
    const { subscription } = compiled(operation);
    if (!subscription) throw new Unplannable('This operation is no subscription.');
    return subscription;
  };
  return {
    ...preparation, schema,
    execute: async (operation, context) => finish(operation, await run(operation, context) as ExecutionResult, context),
    subscriptionOf: (operation) => {
      const { service, request } = subscribed(operation);
      const { query, operationName, variables } = request(operation.variables);
      return { service, query, operationName, variables };
    },
    executeEvent: async (operation, event, context) => finish(operation, await subscribed(operation).executeEvent(event as never, operation.variables, context) as ExecutionResult, context),
    explain: (operation) => prettyFormatQueryPlan(compiled(operation).plan),
    dispose: async () => stock?.dispose(),
  };
};

/** Each operation is planned and compiled once; that one can't be planned is remembered too. */
const createCompiled = (engine: FederationEngine<GatewayContext>, logger: Logger) => {
  const known = new LRUCache<string, CompiledOperation<GatewayContext> | Unplannable>({ max: MOST_PLANS });
  const compile = ({ document, operationName }: PreparedOperation): CompiledOperation<GatewayContext> | Unplannable => {
    try {
      return engine.compile(document, operationName);
    } catch (error) {
      if (error instanceof Unplannable) return error;
      throw error;
    }
  };
  return (operation: PreparedOperation): CompiledOperation<GatewayContext> => {
    const key = operation.queryHash + (operation.operationName ?? '');
    let compiled = known.get(key);
    if (!compiled) {
      compiled = compile(operation);
      known.set(key, compiled);
      if ('compileMs' in compiled && compiled.compileMs > LONG_PLAN_MS) logger.warn({ queryHash: operation.queryHash, ms: Math.round(compiled.compileMs) }, 'an operation took long to plan');
    }
    if (compiled instanceof Unplannable) throw compiled;
    return compiled;
  };
};

/** Errors of a result, masked; a plain object that any transport can send. */
export const maskResult = (result: ExecutionResult, context: Pick<GatewayContext, 'logger'>): ExecutionResult => {
  const { data, errors, extensions } = result;
  if (!errors?.length) return result;
  return {
    errors: errors.map((error) => formatError(typeof error.toJSON === 'function' ? error.toJSON() : error, error, context.logger)) as never,
    ...(data === undefined ? {} : { data }), ...(extensions ? { extensions } : {}),
  };
};
