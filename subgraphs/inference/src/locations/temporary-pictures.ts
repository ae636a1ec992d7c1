import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createFolderBlobStore, type BlobStore } from '@microplate/platform/blobs';
import type { PictureRef } from '../runs/run-types.ts';
import type { Picture } from '../worker/plate-reader.ts';

/** Pictures that answer a question and are thrown away: files alone, no row tells of them. */
export interface TemporaryPictures extends Pick<BlobStore, 'open'> {
  keep(picture: Picture): Promise<PictureRef>;
}

/** Longer than a signed address lives. */
const LIFETIME_MS = 2 * 3_600_000;
const MAX_BYTES = 100_000_000;

export const createTemporaryPictures = (folder: string, now: () => number = Date.now): TemporaryPictures => {
  const blobs = createFolderBlobStore(folder);
  let swept = 0;
  const sweep = async (): Promise<void> => {
    if (now() - swept < LIFETIME_MS / 8) return;
    swept = now();
    for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
      const found = await stat(path.join(folder, name)).catch(() => null);
      if (found?.isFile() && now() - found.mtimeMs > LIFETIME_MS) await rm(path.join(folder, name), { force: true });
    }
  };
  return {
    open: (sha256) => blobs.open(sha256),
    keep: async ({ data, ...picture }) => {
      await sweep();
      return { ...picture, ...await blobs.put([data], { maxBytes: MAX_BYTES }) };
    },
  };
};
