import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CodedError } from '../errors/index.ts';
import type { BlobStore } from './blob-store.ts';

/** Blobs as files `ab/abcdef...` below a folder: temporary name, fsync, rename, fsync of the folder. */
export const createFolderBlobStore = (folder: string): BlobStore => {
  const fileOf = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('a blob is named by the sha256 of its bytes');
    return path.join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    put: async (bytes, { maxBytes }) => {
      await mkdir(path.join(folder, 'incoming'), { recursive: true });
      const temporary = path.join(folder, 'incoming', randomUUID());
      try {
        const blob = await writeDurably(temporary, bytes, maxBytes);
        await moveDurably(temporary, fileOf(blob.sha256));
        return blob;
      } finally {
        await rm(temporary, { force: true });
      }
    },
    open: async (sha256) => {
      const file = fileOf(sha256);
      const found = await stat(file).catch(() => null);
      return found && { stream: createReadStream(file), byteSize: found.size };
    },
    remove: (sha256) => rm(fileOf(sha256), { force: true }),
  };
};

const writeDurably = async (file: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number) => {
  const handle = await open(file, 'wx');
  try {
    const hash = createHash('sha256');
    let byteSize = 0;
    for await (const chunk of bytes) {
      byteSize += chunk.byteLength;
      if (byteSize > maxBytes) throw new CodedError('PAYLOAD_TOO_LARGE', `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB. Send a smaller one.`, { limit: maxBytes });
      hash.update(chunk);
      await handle.write(chunk);
    }
    await handle.sync();
    return { sha256: hash.digest('hex'), byteSize };
  } finally {
    await handle.close();
  }
};

const moveDurably = async (from: string, to: string): Promise<void> => {
  await mkdir(path.dirname(to), { recursive: true });
  await rename(from, to);
  for (const folder of [path.dirname(to), path.dirname(path.dirname(to))]) await syncFolder(folder);
};

/** Makes a rename survive a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
};
