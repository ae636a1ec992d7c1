export { createSubgraph } from './create-subgraph.ts';
export { enforcePermissions } from './enforce-permissions.ts';
export type { GraphQLRequestBody, RequestContext, Subgraph, SubgraphApp, SubgraphOptions } from './subgraph-options.ts';
