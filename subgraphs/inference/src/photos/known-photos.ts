import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import type { Consumer } from '@microplate/platform/events';
import { findPhoto, type KnownPhoto } from './photo-store.ts';

/** The lab's photo, also one that images committed a moment ago. @throws CodedError NOT_FOUND, SERVICE_UNAVAILABLE */
export const requirePhoto = async (deps: { database: Database; imageEvents: Pick<Consumer, 'catchUp'> }, labId: string, id: string): Promise<KnownPhoto> => {
  const known = await findPhoto(deps.database.em(), labId, id);
  if (known) return known;
  await deps.imageEvents.catchUp();
  const found = await findPhoto(deps.database.em(), labId, id);
  if (!found) throw notFound('image', id);
  return found;
};
