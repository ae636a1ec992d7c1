import DataLoader from 'dataloader';
import type { RequestContext } from '@microplate/platform/subgraph';
import type { ImagesDeps } from './deps.ts';
import type { Image } from './images/image.ts';
import { imagesById } from './images/image-store.ts';

export interface ImagesContext extends RequestContext {
  /** Images of the caller's lab by id, one statement a level; null for what is none. */
  images: DataLoader<string, Image | null>;
}

export const createContext = ({ database }: Pick<ImagesDeps, 'database'>, base: RequestContext): ImagesContext => ({
  ...base,
  images: new DataLoader(async (ids) => {
    const found = new Map((await imagesById(database.em(), base.identity.labId, ids)).map((image) => [image.id, image]));
    return ids.map((id) => found.get(id.toLowerCase()) ?? null);
  }),
});
