import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { readSdl } from '@microplate/schema/sdl';
import { createResultsContext } from './context.ts';
import type { ResultsDeps } from './deps.ts';
import type { Resolvers } from './generated/resolver-types.ts';
import { createLayoutResolvers } from './layouts/layout-resolvers.ts';
import { plateResolvers } from './plates/plate-resolvers.ts';
import { addReportRoute } from './report/report-route.ts';
import { addRowsRoutes } from './report/rows-route.ts';
import { createResultEventResolvers } from './result-events/result-event-resolvers.ts';
import { createSampleResolvers } from './samples/sample-resolvers.ts';

export const createResultsSubgraph = (deps: ResultsDeps): Subgraph => {
  const { database, wakeups, runs, pruner, callers, metrics, tracing, logger } = deps;
  const closing = new AbortController();
  const samples = createSampleResolvers(deps);
  const layouts = createLayoutResolvers(deps);
  const resolvers: Resolvers = {
    ...plateResolvers, ...samples, ...layouts, ...createResultEventResolvers({ database, wakeups, closing: closing.signal }),
    Query: { ...plateResolvers.Query, ...samples.Query, ...layouts.Query },
  };
  return createSubgraph({
    name: 'results', typeDefs: readSdl('results'), resolvers, callers, metrics, tracing, logger,
    createContext: (base) => createResultsContext(deps, base),
    routes: (app) => { addReportRoute(app, deps); addRowsRoutes(app, deps); },
    ready: () => database.ping(),
    start: async () => { await database.migrate(); await wakeups.start(); runs.start(); pruner.start(); },
    dispose: async () => { closing.abort(); await runs.dispose(); await pruner.dispose(); await wakeups.dispose(); await database.dispose(); },
  });
};
