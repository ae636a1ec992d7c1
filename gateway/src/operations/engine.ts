import { ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from '@microplate/platform/logging';
import { extractRules } from '../permissions/permission-rules.ts';
import { createPlanCache } from '../subscriptions/plan-cache.ts';
import type { GatewayContext } from './gateway-context.ts';
import { introspect } from './introspection.ts';
import { createPreparation, type PreparationOptions, type Preparation, type PreparedOperation } from './prepare.ts';
import { formatError } from './refusal.ts';

/** Plans and executes over the subgraphs. */
export interface Engine extends Preparation {
  schema: GraphQLSchema;
  /** An answer in HTTP's terms (status, media type, CSRF prevention) for an operation that was prepared. */
  executeHttp(operation: PreparedOperation, accept: string | null, context: GatewayContext, report: OutcomeReport): Promise<HTTPGraphQLResponse>;
  /** An answer as data; errors are masked. */
  execute(operation: PreparedOperation, context: GatewayContext): Promise<ExecutionResult>;
  dispose(): Promise<void>;
}

/** Filled by `executeHttp`, whose answer is text. */
export interface OutcomeReport { codes: readonly unknown[] }

export interface EngineOptions extends Omit<PreparationOptions, 'schema' | 'rules' | 'costs'> {
  supergraphSdl: string;
  dataSourceOf: (service: string) => GraphQLDataSource;
  logger: Logger;
}

const MOST_PLANS = 1000;

type ServerContext = GatewayContext & { report: OutcomeReport; operation: PreparedOperation };

/** Loads the supergraph and is ready; nothing is fetched for it. */
export const createEngine = async (options: EngineOptions): Promise<Engine> => {
  // The one switch it has: without it @apollo/gateway sends its numbers to Apollo every hour. Written, not read.
  // eslint-disable-next-line no-restricted-syntax
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const { rules, costs, sdl } = extractRules(options.supergraphSdl);
  const gateway = new ApolloGateway({
    supergraphSdl: sdl, logger: options.logger, queryPlannerConfig: { cache: createPlanCache(MOST_PLANS) },
    buildService: ({ name }) => options.dataSourceOf(name!), __exposeQueryPlanExperimental: false,
  });
  const apiSchema = new Promise<GraphQLSchema>((resolve) => gateway.onSchemaLoadOrUpdate(({ apiSchema }) => resolve(apiSchema)));
  let preparation: Preparation;
  const apollo = createApollo(gateway, options, (queryHash) => preparation.documentOf(queryHash));
  await apollo.start();
  const schema = await apiSchema;
  preparation = createPreparation({ ...options, schema, rules, costs });
  return {
    ...preparation, schema,
    executeHttp: (operation, accept, context, report) => apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: httpRequest(operation, accept), context: async () => ({ ...context, report, operation }) }),
    execute: async (operation, context) => maskResult(preparation.finish(operation, await execute(gateway, schema, operation, context)), context.logger),
    dispose: () => apollo.stop(),
  };
};

const createApollo = (gateway: ApolloGateway, { logger }: EngineOptions, documentOf: (queryHash: string) => DocumentNode | undefined) =>
  new ApolloServer<ServerContext>({
    gateway, logger, introspection: true, includeStacktraceInErrorResponses: false, stopOnTerminationSignals: false, persistedQueries: false,
    formatError: (formatted, error) => formatError(formatted, error, logger),
    // What was prepared is neither parsed nor validated again. Its key ends in the query's hash.
    documentStore: { get: async (key) => documentOf(key.slice(-64)), set: async () => {}, delete: async () => {} },
    plugins: [
      ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled(),
      { requestDidStart: async () => ({ responseForOperation: async ({ contextValue: { operation }, schema }) => (operation.introspection
        ? { http: { status: 200, headers: new HeaderMap() }, body: { kind: 'single', singleResult: await introspect(schema, operation) as never } } : null),
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind === 'single') contextValue.report.codes = (response.body.singleResult.errors ?? []).map(({ extensions }) => extensions?.code);
      } }) },
    ],
  });

/** The operation alone goes on: a client's own headers stop here. */
const httpRequest = ({ query, operationName, variables }: PreparedOperation, accept: string | null): HTTPGraphQLRequest => {
  const headers = new HeaderMap([['content-type', 'application/json'], ['accept', accept ?? '*/*']]);
  return { method: 'POST', headers, search: '', body: { query, variables, ...(operationName ? { operationName } : {}) } };
};

const execute = async (gateway: ApolloGateway, schema: GraphQLSchema, operation: PreparedOperation, context: GatewayContext): Promise<ExecutionResult> => {
  if (operation.introspection) return introspect(schema, operation);
  const { query, document, operationName, variables, queryHash } = operation;
  const result = await gateway.executor({
    request: { query, operationName, variables }, document, queryHash, source: query, operation: operation.operation,
    operationName: operationName ?? null, schema, context, logger: context.logger, metrics: {}, cache: unusedCache, overallCachePolicy: unusedPolicy,
  } as never) as ExecutionResult;
  return result;
};

const unusedCache = { get: async () => undefined, set: async () => {}, delete: async () => false };
const unusedPolicy = undefined;

/** Errors of a result, masked; a plain object that any transport can send. */
export const maskResult = ({ data, errors, extensions }: ExecutionResult, logger: Logger): ExecutionResult => ({
  ...(errors?.length ? { errors: errors.map((error) => formatError(typeof error.toJSON === 'function' ? error.toJSON() : error, error, logger)) as never } : {}),
  ...(data === undefined ? {} : { data }), ...(extensions ? { extensions } : {}),
});
