import { randomUUID } from 'node:crypto';
import type { BlobStore, StagedBlob } from '@microplate/platform/blobs';
import type { Database, EntityManager } from '@microplate/platform/database';
import { appendEvent, type Wakeups } from '@microplate/platform/events';
import type { Identity } from '@microplate/platform/identity';
import type { Upload } from '@microplate/platform/uploads';
import type { ImageStored } from '@microplate/schema/events';
import type { PhotoCheck } from './check-photo.ts';
import type { Image } from './image.ts';
import { imageOfBytes, insertImage } from './image-store.ts';

export interface UploadDeps {
  database: Database;
  wakeups: Wakeups;
  blobs: BlobStore;
  checkPhoto: PhotoCheck;
  /** Most bytes of one file. */
  maxBytes: number;
  now: () => Date;
}

/** The stream of `image.stored` events. */
export const IMAGE_STREAM = 'images';

/** Stores a photo, or finds the lab's image of the same bytes. A refused one leaves nothing behind. */
export const uploadImage = async (deps: UploadDeps, upload: Upload, identity: Pick<Identity, 'labId' | 'userId'>): Promise<Image> => {
  const source = await upload.open();
  const original = await deps.blobs.stage(source.createReadStream(), { maxBytes: deps.maxBytes });
  try {
    return await imageOfBytes(deps.database.em(), identity.labId, original.sha256) ?? await storeImage(deps, original, identity);
  } finally {
    await original.discard();
  }
};

const storeImage = async (deps: UploadDeps, original: StagedBlob, { labId, userId }: Pick<Identity, 'labId' | 'userId'>): Promise<Image> => {
  const photo = await deps.checkPhoto(original.file);
  const thumbnail = await deps.blobs.stage([photo.thumbnail], { maxBytes: deps.maxBytes });
  const image: Image = {
    id: randomUUID(), labId, sha256: original.sha256, byteSize: original.byteSize, mimeType: photo.format.mimeType,
    width: photo.width, height: photo.height, thumbnailSha256: thumbnail.sha256, uploadedBy: userId, uploadedAt: deps.now().toISOString(),
  };
  try {
    return await deps.database.transaction((em) => commitImage(deps, em, image, [original, thumbnail]));
  } finally {
    await thumbnail.discard();
  }
};

/** Blobs before the commit, so that no row is ever without its bytes; a crash between leaves blobs that the next upload of the same photo uses. */
const commitImage = async (deps: UploadDeps, em: EntityManager, image: Image, blobs: StagedBlob[]): Promise<Image> => {
  if (!await insertImage(em, image)) return (await imageOfBytes(em, image.labId, image.sha256))!;
  for (const blob of blobs) await blob.publish();
  await appendEvent(em, deps.wakeups, { stream: IMAGE_STREAM, labId: image.labId, kind: 'image.stored', subjects: [`image:${image.id}`], payload: { ...eventOf(image) } });
  return image;
};

const eventOf = ({ id, sha256, width, height, mimeType, byteSize, uploadedBy, uploadedAt }: Image): ImageStored =>
  ({ imageId: id, sha256, width, height, mimeType, byteSize, uploadedBy, uploadedAt });
