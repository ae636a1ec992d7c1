import type { Engine } from './engine.ts';
import type { PreparedOperation } from './prepare.ts';

/** An engine whose schema can change under way. */
export interface LiveEngine extends Engine {
  /**
   * From now on operations are prepared by this supergraph; those under way end with the one that prepared them.
   * @throws where it is no supergraph that can be served; then all stays as it was.
   */
  swap(supergraphSdl: string): Promise<void>;
}

/** Where an operation was prepared: it is executed there. */
const HOME = Symbol('home');

interface Housed extends PreparedOperation { [HOME]?: Engine }

/** `build` makes the engine of one supergraph. */
export const createLiveEngine = async (build: (supergraphSdl: string) => Promise<Engine>, first: string): Promise<LiveEngine> => {
  let current = await build(first);
  const homeOf = (operation: Housed): Engine => operation[HOME] ?? current;
  return {
    get schema() { return current.schema; },
    prepare: (request, identity) => {
      const operation: Housed = current.prepare(request, identity);
      operation[HOME] = current;
      return operation;
    },
    finish: (operation, result) => homeOf(operation).finish(operation, result),
    execute: (operation, context) => homeOf(operation).execute(operation, context),
    subscriptionOf: (operation) => homeOf(operation).subscriptionOf(operation),
    executeEvent: (operation, event, context) => homeOf(operation).executeEvent(operation, event, context),
    explain: (operation) => homeOf(operation).explain(operation),
    swap: async (supergraphSdl) => {
      const before = current;
      current = await build(supergraphSdl);
      await before.dispose();
    },
    dispose: () => current.dispose(),
  };
};
