import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '@microplate/platform/blobs';
import { CodedError } from '@microplate/platform/errors';

export interface FileToDrop { fileName: string; content: string; sha256: string }

/**
 * Puts a file into a folder that another system watches: whole or not at all under its name, never over another file. Doing it
 * again after a crash, at whatever point, gives the same file. The folder is not created: it may be a share that is not mounted.
 * @throws CodedError DELIVERY_REFUSED where another file has the name, or the system's error.
 */
export const dropFile = async (folder: string, file: FileToDrop): Promise<void> => {
  const target = path.join(folder, file.fileName);
  const part = `${target}.part`;
  const present = await sha256Of(target);
  if (present !== null && present !== file.sha256) {
    throw new CodedError('DELIVERY_REFUSED', `Another file "${file.fileName}" is in the delivery folder already; it was left as it is.`);
  }
  if (present === null) {
    await writeDurably(part, file.content);
    await check(part, file);
    await rename(part, target);
  }
  await rm(part, { force: true });
  await syncFolder(folder);
  await check(target, file);
};

/** Made anew ('wx' follows no link that someone else left there). */
const writeDurably = async (part: string, content: string): Promise<void> => {
  await rm(part, { force: true });
  const handle = await open(part, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const check = async (name: string, file: FileToDrop): Promise<void> => {
  if (await sha256Of(name) !== file.sha256) throw new Error(`the bytes of ${path.basename(name)} read back are not those that were written`);
};

/** Null where there is no such file. */
const sha256Of = async (name: string): Promise<string | null> => {
  const bytes = await readFile(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return bytes && createHash('sha256').update(bytes).digest('hex');
};
