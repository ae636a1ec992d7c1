import { addFileRoute } from '@microplate/platform/blobs';
import { addEventRoute } from '@microplate/platform/events';
import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { readSdl } from '@microplate/schema/sdl';
import { DateTimeResolver } from 'graphql-scalars';
import { createContext } from './context.ts';
import type { InferenceDeps } from './deps.ts';
import { runResolvers } from './runs/run-resolvers.ts';

export const createInferenceSubgraph = (deps: InferenceDeps): Subgraph => createSubgraph({
  name: 'inference',
  typeDefs: readSdl('inference'),
  resolvers: { DateTime: DateTimeResolver, ...runResolvers },
  callers: deps.callers,
  createContext: createContext(deps),
  routes: (app) => {
    addEventRoute(app, { ...deps, admits: ['results'] });
    addFileRoute(app, { service: 'inference', addresses: deps.addresses, find: findPicture(deps) });
  },
  metrics: deps.metrics, tracing: deps.tracing,
  logger: deps.logger,
  ready: () => deps.database.ping(),
  start: () => start(deps),
  dispose: () => dispose(deps),
});

const start = async ({ database, queue, wakeups, imageEvents, supervisor }: InferenceDeps): Promise<void> => {
  await database.migrate();
  await Promise.all([queue.start(), wakeups.start()]);
  imageEvents.start();
  supervisor.start();
};

const dispose = async ({ stop, supervisor, imageEvents, wakeups, queue, runMetrics, database }: InferenceDeps): Promise<void> => {
  stop();
  await supervisor.dispose();
  await imageEvents.dispose();
  await wakeups.dispose();
  await queue.dispose();
  runMetrics.dispose();
  await database.dispose();
};

const PICTURE = /^([0-9a-f]{64})\.jpg$/;

const findPicture = ({ blobs }: InferenceDeps) => async (path: string) => {
  const sha256 = PICTURE.exec(path)?.[1];
  const blob = sha256 ? await blobs.open(sha256) : null;
  return blob && { ...blob, mimeType: 'image/jpeg', fileName: `plate-${sha256!.slice(0, 12)}.jpg` };
};
