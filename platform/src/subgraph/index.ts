export { createSubgraph, type GraphQLRequestBody, type RequestContext, type Subgraph, type SubgraphApp, type SubgraphOptions } from './create-subgraph.ts';
export { enforcePermissions } from './enforce-permissions.ts';
