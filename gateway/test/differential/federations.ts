import { parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { silentLogger } from '@microplate/platform/logging';
import { compose } from '../../src/composition/compose.ts';
import { createFederationEngine, type FetchFrom, type SubgraphResult } from '../../src/engine/index.ts';
import type { GatewayContext } from '../../src/operations/gateway-context.ts';
import { createStockExecutor } from '../../src/operations/stock-executor.ts';
import { operationOf } from '../../src/engine/selection-rules.ts';
import { extractRules } from '../../src/permissions/permission-rules.ts';
import { createFakeSubgraph } from './fake-subgraph.ts';
import { randomOf } from './random.ts';
import { randomOperation, type RandomOperation } from './random-operation.ts';

/** Both executors over the same fake subgraphs. */
export interface Pair {
  /** The `seed`th valid operation, or null where what it made is not valid. */
  operation(seed: number): RandomOperation | null;
  run(operation: RandomOperation, dead: string | null): Promise<{ own: ExecutionResult; stock: ExecutionResult; /** No subgraph failed, and every entity was there. */ isWhole: boolean }>;
  schema: GraphQLSchema;
  hasInterfaceObjects: boolean;
  names: string[];
  dispose(): Promise<void>;
}

export const createPair = async (subgraphs: Record<string, string>, deepest: number): Promise<Pair> => {
  const supergraphSdl = extractRules(compose(Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}.test/graphql`, sdl }))).supergraphSdl).sdl;
  const fakes = Object.fromEntries(Object.entries(subgraphs).map(([name, sdl]) => [name, createFakeSubgraph(name, sdl)]));
  let isWhole = true;
  const fetchFrom: FetchFrom<GatewayContext & { dead?: string }> = async (service, { body }, { dead }) => {
    const answer = await ask(service, body, dead);
    const lists = Object.values(answer.data ?? {}).filter((value) => Array.isArray(value));
    if (answer.errors?.length || lists.some((list) => list.includes(null))) isWhole = false;
    return answer;
  };
  const ask = async (service: string, body: string, dead: string | undefined): Promise<SubgraphResult> => {
    if (service === dead) return { errors: [{ message: `${service} is dead`, extensions: { code: 'SERVICE_UNAVAILABLE' } }] };
    return fakes[service].call(body);
  };
  const own = createFederationEngine({ supergraphSdl, fetchFrom });
  const stock = await createStockExecutor({ supergraphSdl, fetchFrom, logger: silentLogger() });
  return {
    schema: own.schema, hasInterfaceObjects: supergraphSdl.includes('isInterfaceObject: true'), names: Object.keys(subgraphs),
    operation: (seed) => {
      const operation = randomOperation(own.schema, randomOf(seed), deepest);
      return validate(own.schema, parse(operation.query)).length === 0 ? operation : null;
    },
    run: async ({ query, variables }, dead) => {
      const document = parse(query);
      const context = { logger: silentLogger(), dead } as never;
      const prepared = { query, queryHash: query, document, operation: operationOf(document), variables };
      const settle = async (result: () => Promise<unknown>) => JSON.parse(JSON.stringify(await result().catch((error: Error) => ({ errors: [{ message: error.message }] })))) as ExecutionResult;
      isWhole = true;
      return {
        own: await settle(async () => own.compile(document).execute(variables, context)),
        stock: await settle(() => stock.execute(prepared, context)),
        isWhole,
      };
    },
    dispose: stock.dispose,
  };
};
