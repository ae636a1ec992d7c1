import DataLoader from 'dataloader';
import type { Database } from '@microplate/platform/database';
import type { Consumer } from '@microplate/platform/events';
import type { RequestContext } from '@microplate/platform/subgraph';
import { findPlates, type PlateRecord } from './plates/plate-store.ts';
import { findSamples, readSampleContents, type SampleContents, type SampleRecord } from './samples/sample-store.ts';

/** What is asked of the database at once, and once, in a request. Keys are of the caller's lab. */
export interface Loaders {
  plate: DataLoader<string, PlateRecord | null>;
  sampleById: DataLoader<string, SampleRecord | null>;
  sampleByNo: DataLoader<string, SampleRecord | null>;
  /** By sample id. */
  contents: DataLoader<string, SampleContents>;
}

export interface ResultsContext extends RequestContext {
  loaders: Loaders;
  /** Forgets what was loaded: each event of a long subscription reads anew. */
  renewLoaders(): void;
  /**
   * What a loader has for a key; where that is nothing, what it has once all that inference has committed by now is taken
   * over (at most once a request). @throws CodedError SERVICE_UNAVAILABLE where inference does not answer then.
   */
  find<Value>(loader: (loaders: Loaders) => DataLoader<string, Value | null>, key: string): Promise<Value | null>;
}

const createLoaders = (database: Database, labId: string): Loaders => ({
  plate: new DataLoader((ids) => findPlates(database.em(), labId, ids)),
  sampleById: new DataLoader((ids) => findSamples(database.em(), labId, 'id', ids)),
  sampleByNo: new DataLoader((numbers) => findSamples(database.em(), labId, 'sample_no', numbers)),
  contents: new DataLoader((ids) => readSampleContents(database.em(), labId, ids)),
});

export const createResultsContext = (deps: { database: Database; runs: Consumer }, base: RequestContext): ResultsContext => {
  const { labId } = base.identity;
  let caughtUp: Promise<void> | undefined;
  const context: ResultsContext = {
    ...base, loaders: createLoaders(deps.database, labId),
    renewLoaders: () => { context.loaders = createLoaders(deps.database, labId); },
    find: async (loaderOf, key) => {
      const known = await loaderOf(context.loaders).load(key);
      if (known) return known;
      await (caughtUp ??= deps.runs.catchUp());
      return loaderOf(context.loaders).clear(key).load(key);
    },
  };
  return context;
};
