import { ApolloGateway } from '@apollo/gateway';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from '@microplate/platform/logging';
import { PLANNER_OPTIONS, type FetchFrom } from '../engine/index.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { PreparedOperation } from './prepare.ts';

/** @apollo/gateway as it comes, over the same line to the subgraphs: to compare with. */
export interface StockExecutor {
  schema: GraphQLSchema;
  execute(operation: Pick<PreparedOperation, 'query' | 'queryHash' | 'document' | 'operation' | 'operationName' | 'variables'>, context: GatewayContext): Promise<ExecutionResult>;
  dispose(): Promise<void>;
}

export interface StockExecutorOptions { supergraphSdl: string; fetchFrom: FetchFrom<GatewayContext>; logger: Logger }

interface StockRequest { query: string; operationName?: string; variables?: Record<string, unknown> }

export const createStockExecutor = async ({ supergraphSdl, fetchFrom, logger }: StockExecutorOptions): Promise<StockExecutor> => {
  // The one switch it has: without it @apollo/gateway sends its numbers to Apollo every hour. Written, not read.
  // eslint-disable-next-line no-restricted-syntax
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const gateway = new ApolloGateway({
    supergraphSdl, logger, queryPlannerConfig: PLANNER_OPTIONS, __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => ({ process: async ({ request, context }) => await fetchFrom(name!, requestOf(request as StockRequest), context as GatewayContext) as never }),
  });
  const { schema, executor } = await gateway.load() as unknown as { schema: GraphQLSchema; executor: (context: unknown) => Promise<ExecutionResult> };
  return {
    schema,
    execute: ({ query, queryHash, document, operation, operationName, variables }, context) => executor({
      request: { query, operationName, variables }, document, queryHash, source: query, operation, operationName: operationName ?? null,
      schema, context, logger: context.logger, metrics: {}, cache: undefined,
    }),
    dispose: () => gateway.stop(),
  };
};

const requestOf = ({ query, operationName, variables = {} }: StockRequest) =>
  ({ kind: query.startsWith('mutation') ? 'mutation' as const : 'query' as const, query, operationName, variables, body: JSON.stringify({ query, operationName, variables }) });
