import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { readUpload } from '@microplate/platform/uploads';
import { readSdl } from '@microplate/schema/sdl';
import { createContext } from './context.ts';
import type { ImagesDeps } from './deps.ts';
import { imageResolvers } from './images/image-resolvers.ts';
import { addImageRoutes } from './images/image-routes.ts';

export { readImagesSettings, type ImagesSettings } from './config.ts';
export { createImagesDeps, type ImagesDeps, type ImagesOuter } from './deps.ts';

const MOST_FILES = 5;

/** The images subgraph over its dependencies, which it disposes of. */
export const createImagesSubgraph = (deps: ImagesDeps): Subgraph => createSubgraph({
  name: 'images',
  typeDefs: readSdl('images'),
  resolvers: { ...imageResolvers(deps) },
  callers: deps.callers,
  createContext: (base) => createContext(deps, base),
  readMultipart: (request) => readUpload(request, { maxFileSize: deps.maxBytes, maxFiles: MOST_FILES }),
  routes: (app) => addImageRoutes(app, deps),
  metrics: deps.metrics, tracing: deps.tracing,
  logger: deps.logger,
  ready: () => deps.database.ping(),
  start: async () => {
    await deps.database.migrate();
    await deps.wakeups.start();
    const swept = await deps.blobs.sweep();
    if (swept > 0) deps.logger.info({ swept }, 'removed uploads that an earlier process left half done');
  },
  dispose: async () => {
    await deps.wakeups.dispose();
    await deps.database.dispose();
  },
});
