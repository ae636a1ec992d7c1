export {
  createFederationEngine,
  type CompiledOperation, type CompiledSubscription, type EngineResult, type FederationEngine, type FederationEngineOptions, type FetchFrom,
} from './engine.ts';
export type { SubgraphError, SubgraphResult } from './batch.ts';
export type { ExecutionError } from './execution.ts';
export type { FetchRequest } from './fetch.ts';
export { Unplannable } from './unplannable.ts';
export { PLANNER_OPTIONS } from './planner.ts';
