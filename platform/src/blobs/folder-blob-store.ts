import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CodedError } from '../errors/index.ts';
import type { BlobStore } from './blob-store.ts';

/** Blobs as files `ab/abcdef...` below a folder: temporary name, fsync, rename, fsync of the folder. */
export const createFolderBlobStore = (folder: string): BlobStore => {
  const fileOf = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('a blob is named by the sha256 of its bytes');
    return path.join(folder, sha256.slice(0, 2), sha256);
  };
  const incoming = path.join(folder, 'incoming');
  const stage: BlobStore['stage'] = async (bytes, { maxBytes }) => {
    const created = await mkdir(incoming, { recursive: true });
    if (created) await syncFolder(path.dirname(created));
    const file = path.join(incoming, randomUUID());
    const discard = () => rm(file, { force: true });
    try {
      const blob = await writeDurably(file, bytes, maxBytes);
      return { ...blob, file, publish: () => moveDurably(file, fileOf(blob.sha256)), discard };
    } catch (error) {
      await discard();
      throw error;
    }
  };
  return {
    stage,
    put: async (bytes, options) => {
      const { sha256, byteSize, publish, discard } = await stage(bytes, options);
      await publish().finally(discard);
      return { sha256, byteSize };
    },
    open: async (sha256) => {
      const file = fileOf(sha256);
      const found = await stat(file).catch(() => null);
      return found && { stream: createReadStream(file), byteSize: found.size };
    },
    remove: (sha256) => rm(fileOf(sha256), { force: true }),
    sweep: () => sweep(incoming),
  };
};

const STALE_MS = 3_600_000;

const sweep = async (incoming: string): Promise<number> => {
  const names = await readdir(incoming).catch(() => []);
  const stale = await Promise.all(names.map(async (name) => {
    const found = await stat(path.join(incoming, name)).catch(() => null);
    if (!found || Date.now() - found.mtimeMs < STALE_MS) return 0;
    await rm(path.join(incoming, name), { force: true });
    return 1;
  }));
  return stale.filter(Boolean).length;
};

const writeDurably = async (file: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number) => {
  const handle = await open(file, 'wx');
  try {
    const hash = createHash('sha256');
    let byteSize = 0;
    for await (const chunk of bytes) {
      byteSize += chunk.byteLength;
      if (byteSize > maxBytes) throw new CodedError('PAYLOAD_TOO_LARGE', `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB. Send a smaller one.`, { limit: maxBytes });
      hash.update(chunk);
      await handle.writeFile(chunk); // all of it, from where the last one ended
    }
    await handle.sync();
    return { sha256: hash.digest('hex'), byteSize };
  } finally {
    await handle.close();
  }
};

const moveDurably = async (from: string, to: string): Promise<void> => {
  const shard = path.dirname(to);
  await mkdir(shard, { recursive: true });
  await rename(from, to);
  for (const folder of [shard, path.dirname(shard)]) await syncFolder(folder);
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
