import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { Unplannable } from './unplannable.ts';
import { plannableSupergraph, type PlannableSupergraph } from './supergraph-rules.ts';

export interface Planner extends Pick<PlannableSupergraph, 'calls' | 'callsOf' | 'fetchedNames'> {
  /** What clients see: to validate, to shape, to introspect. */
  apiSchema: GraphQLSchema;
  /** With what only subgraphs see, to tell which type is one of another. */
  supergraphSchema: GraphQLSchema;
  /** Blocks while it thinks. @throws Unplannable */
  plan(document: DocumentNode, operationName?: string): QueryPlan;
}

/** @throws where the SDL is no supergraph. */
export const createPlanner = (supergraphSdl: string): Planner => {
  const { sdl, ...names } = plannableSupergraph(supergraphSdl);
  const given = Supergraph.build(supergraphSdl);
  // What a named call stands for is, by the letter, no longer required by anybody: the given one was checked.
  const supergraph = Supergraph.build(sdl, { validateSupergraph: false });
  const plannedSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  return {
    ...names,
    apiSchema: given.apiSchema().toGraphQLJSSchema(),
    supergraphSchema: given.schema.toGraphQLJSSchema(),
    plan: (document, operationName) => {
      try {
        return planner.buildQueryPlan(operationFromDocument(plannedSchema, document, { operationName, validate: false }));
      } catch (error) {
        throw new Unplannable(`The subgraphs can't answer this operation: ${(error as Error).message}`);
      }
    },
  };
};
