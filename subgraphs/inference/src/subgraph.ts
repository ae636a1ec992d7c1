import { addFileRoute } from '@microplate/platform/blobs';
import { addEventRoute } from '@microplate/platform/events';
import { createSubgraph, type Subgraph } from '@microplate/platform/subgraph';
import { readSdl } from '@microplate/schema/sdl';
import { DateTimeResolver } from 'graphql-scalars';
import { calibrationResolvers } from './calibrations/calibration-resolvers.ts';
import { createContext } from './context.ts';
import type { InferenceDeps } from './deps.ts';
import type { Resolvers } from './generated/resolver-types.ts';
import { locationResolvers } from './locations/location-resolvers.ts';
import { modelResolvers } from './models/model-resolvers.ts';
import { replayResolvers } from './replay/replay-resolvers.ts';
import { runResolvers } from './runs/run-resolvers.ts';

const PARTS = [runResolvers, calibrationResolvers, locationResolvers, modelResolvers, replayResolvers];

const resolvers: Resolvers = {
  ...Object.assign({}, ...PARTS), DateTime: DateTimeResolver,
  Query: Object.assign({}, ...PARTS.map(({ Query }) => Query)),
  Mutation: Object.assign({}, ...PARTS.map(({ Mutation }) => Mutation)),
};

export const createInferenceSubgraph = (deps: InferenceDeps): Subgraph => createSubgraph({
  name: 'inference',
  typeDefs: readSdl('inference'),
  resolvers,
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

const dispose = async ({ stop, supervisor, reader, imageEvents, wakeups, queue, runMetrics, database }: InferenceDeps): Promise<void> => {
  stop();
  await Promise.all([supervisor.dispose(), reader.close()]);
  await imageEvents.dispose();
  await wakeups.dispose();
  await queue.dispose();
  runMetrics.dispose();
  await database.dispose();
};

const PICTURE = /^(temporary\/)?([0-9a-f]{64})\.jpg$/;

const findPicture = ({ blobs, temporary }: InferenceDeps) => async (path: string) => {
  const [, isTemporary, sha256] = PICTURE.exec(path) ?? [];
  const blob = sha256 ? await (isTemporary ? temporary : blobs).open(sha256) : null;
  return blob && { ...blob, mimeType: 'image/jpeg', fileName: `plate-${sha256.slice(0, 12)}.jpg` };
};
