import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { readSdl } from '@microplate/schema/sdl';
import { createContext } from './context.ts';
import type { LabwareDeps } from './deps.ts';
import { interfaceFileResolvers } from './interface-files/interface-file-resolvers.ts';
import { addInterfaceFileRoute } from './interface-files/interface-file-route.ts';

export { readLabwareSettings, type LabwareSettings } from './config.ts';
export { createLabwareDeps, type LabwareDeps, type LabwareOuter } from './deps.ts';

/** The labware subgraph over its dependencies, which it disposes of. */
export const createLabwareSubgraph = (deps: LabwareDeps): Subgraph => createSubgraph({
  name: 'labware',
  typeDefs: readSdl('labware'),
  resolvers: { ...interfaceFileResolvers(deps) },
  callers: deps.callers,
  createContext: (base) => createContext(deps, base),
  routes: (app) => addInterfaceFileRoute(app, deps),
  metrics: deps.metrics, tracing: deps.tracing,
  logger: deps.logger,
  ready: () => deps.database.ping(),
  start: async () => {
    await deps.database.migrate();
    await deps.wakeups.start();
    deps.delivery?.start();
  },
  dispose: async () => {
    await deps.delivery?.dispose();
    await deps.wakeups.dispose();
    await deps.database.dispose();
  },
});
