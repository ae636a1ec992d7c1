import DataLoader from 'dataloader';
import type { Database } from '@microplate/platform/database';
import type { RequestContext } from '@microplate/platform/subgraph';
import type { InferenceDeps } from './deps.ts';
import type { ModelCard } from './reading/models/model-files.ts';
import { findRunsOf, readingsByRuns, runsByIds, type RunQuery } from './runs/run-store.ts';
import type { ReadingRow, RunRow } from './runs/run-types.ts';

export type Owner = 'plate_id' | 'image_id';

/** What resolvers get: the dependencies, who asks, and this request's loaders, all bound to the caller's lab. */
export interface InferenceContext extends RequestContext {
  deps: InferenceDeps;
  runs: DataLoader<string, RunRow | null>;
  readings: DataLoader<string, ReadingRow | null>;
  /** Cards of the well classifiers, the default one's first; read once a request. */
  modelCards(): Promise<ModelCard[]>;
  /** Loader of a page of each owner's runs: one statement for all owners of a request that ask for the same page. */
  runsOf(owner: Owner, query: RunQuery): DataLoader<string, RunRow[]>;
}

export const createContext = (deps: InferenceDeps) => (base: RequestContext): InferenceContext => {
  const { labId } = base.identity;
  const em = () => deps.database.em();
  let cards: Promise<ModelCard[]> | undefined;
  return {
    ...base, deps,
    runs: new DataLoader(async (ids) => inOrder(ids, await runsByIds(em(), labId, ids), (row) => row.id)),
    readings: new DataLoader(async (ids) => inOrder(ids, await readingsByRuns(em(), labId, ids), (row) => row.run_id)),
    modelCards: () => (cards ??= deps.models.cards()),
    runsOf: pageLoaders(deps.database, labId),
  };
};

const inOrder = <Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): (Row | null)[] => {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
};

const pageLoaders = (database: Database, labId: string): InferenceContext['runsOf'] => {
  const loaders = new Map<string, DataLoader<string, RunRow[]>>();
  return (owner, query) => {
    const key = JSON.stringify([owner, query]);
    const loader = loaders.get(key) ?? new DataLoader<string, RunRow[]>(async (ids) => {
      const rows = await findRunsOf(database.em(), labId, owner, ids, query);
      return ids.map((id) => rows.filter((row) => row[owner] === id.toLowerCase()));
    });
    loaders.set(key, loader);
    return loader;
  };
};
