import type { EntityManager } from '@microplate/platform/database';
import type { StoredEvent } from '@microplate/platform/events';
import type { ImageStored } from '@microplate/schema/events';

export interface KnownPhoto { id: string; sha256: string; width: number; height: number }

/** Takes images' events over into table `image`. */
export const applyImageEvent = async (em: EntityManager, event: StoredEvent): Promise<void> => {
  if (event.kind !== 'image.stored') return;
  const { imageId, sha256, width, height } = event.payload as unknown as ImageStored;
  await em.execute(
    `insert into image (lab_id, id, sha256, width, height) values (?, ?, ?, ?, ?)
     on conflict (lab_id, id) do update set sha256 = excluded.sha256, width = excluded.width, height = excluded.height`,
    [event.labId, imageId, sha256, width, height]);
};

/** A photo of this lab that images has told of. */
export const findPhoto = async (em: EntityManager, labId: string, id: string): Promise<KnownPhoto | undefined> =>
  (await em.execute<KnownPhoto[]>('select id, sha256, width, height from image where lab_id = ? and id = ?', [labId, id]))[0];
