import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { addEventRoute } from '@microplate/platform/events';
import { callersOf } from '@microplate/platform/service';
import { readSdl } from '@microplate/schema/sdl';
import { createAuthContext } from './context.ts';
import type { AuthDeps } from './deps.ts';
import { addKeyRoute } from './keys/key-route.ts';
import { createSweeper } from './sessions/sweep.ts';
import { sessionResolvers } from './sessions/session-resolvers.ts';
import { seedDevelopmentUsers } from './users/seed-development.ts';
import { userResolvers } from './users/user-resolvers.ts';

/** People, roles, sessions and tokens. `start` migrates, makes the first signing keys, and seeds where the settings say so. */
export const createAuthSubgraph = (deps: AuthDeps): Subgraph => {
  const { settings, database, wakeups, pruner, keyring, metrics, tracing, logger } = deps;
  const sweeper = createSweeper(deps);
  return createSubgraph({
    name: 'auth', typeDefs: readSdl('auth'), callers: callersOf('auth', ['gateway'], settings), metrics, tracing, logger,
    resolvers: { ...userResolvers(deps), ...sessionResolvers(deps) },
    createContext: (base) => createAuthContext(deps, base),
    routes: (app) => {
      addKeyRoute(app, keyring);
      addEventRoute(app, { database, wakeups, admits: ['gateway'] });
    },
    ready: () => database.ping(),
    start: async () => {
      await database.migrate();
      await wakeups.start();
      await keyring.ensure();
      if (settings.AUTH_SEED_DEVELOPMENT === 'true') await seedDevelopmentUsers(deps);
      sweeper.start();
      pruner.start();
    },
    dispose: async () => {
      await sweeper.dispose();
      await pruner.dispose();
      await deps.dispose();
    },
  });
};
