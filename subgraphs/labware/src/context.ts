import DataLoader from 'dataloader';
import type { RequestContext } from '@microplate/platform/subgraph';
import type { LabwareDeps } from './deps.ts';
import { contentsById, filePages, filesById, type PageKey } from './interface-files/interface-file-store.ts';
import type { InterfaceFile } from './interface-files/interface-file.ts';

/** Loaders of one request: however many samples or files it asks for, one statement each. Ids must be UUIDs. */
export interface LabwareContext extends RequestContext {
  files: DataLoader<string, InterfaceFile | null>;
  contents: DataLoader<string, string>;
  pages: DataLoader<PageKey, InterfaceFile[]>;
}

export const createContext = ({ database }: Pick<LabwareDeps, 'database'>, base: RequestContext): LabwareContext => {
  const { labId } = base.identity;
  return {
    ...base,
    files: new DataLoader(async (ids) => {
      const found = new Map((await filesById(database, labId, ids)).map((file) => [file.id, file]));
      return ids.map((id) => found.get(id.toLowerCase()) ?? null);
    }),
    contents: new DataLoader(async (ids) => {
      const found = await contentsById(database, labId, ids);
      return ids.map((id) => found.get(id) ?? new Error(`file ${id} has lost its content`));
    }),
    pages: new DataLoader<PageKey, InterfaceFile[], string>((keys) => filePages(database, labId, keys), { cacheKeyFn: (key) => JSON.stringify(key) }),
  };
};
