import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, validate, type ExecutionResult } from 'graphql';
import { compose } from '../src/composition/compose.ts';
import { createFederationEngine, type FetchRequest, type SubgraphResult } from '../src/engine/index.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject"])';

interface Subgraph { sdl: string; resolvers?: object }
interface Call { service: string; query: string; variables: Record<string, any> }

/** The engine over subgraphs in memory, and what it asks of them. `instead` answers in place of a subgraph. */
export const over = (subgraphs: Record<string, Subgraph>, instead: (service: string, request: FetchRequest, calls: number) => SubgraphResult | null = () => null) => {
  const calls: Call[] = [];
  const schemas = Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl, resolvers = {} }]) => [name, buildSubgraphSchema({ typeDefs: parse(LINK + sdl), resolvers: resolvers as never })]));
  const { supergraphSdl } = compose(Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, url: `http://${name}.test/graphql`, sdl: LINK + sdl })));
  const engine = createFederationEngine<null>({ supergraphSdl, fetchFrom: async (service, request) => {
    const { query, operationName, variables } = JSON.parse(request.body) as Call & { operationName?: string };
    calls.push({ service, query, variables });
    return instead(service, request, calls.length) ?? JSON.parse(JSON.stringify(await graphql({ schema: schemas[service], source: query, operationName, variableValues: variables }))) as SubgraphResult;
  } });
  const compile = (query: string) => {
    const document = parse(query);
    expect(validate(engine.schema, document)).toEqual([]);
    return engine.compile(document);
  };
  return { calls, compile, schemas, run: async (query: string, variables = {}) => JSON.parse(JSON.stringify(await compile(query).execute(variables, null))) as ExecutionResult<any> };
};
