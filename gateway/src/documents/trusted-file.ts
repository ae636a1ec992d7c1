import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '@microplate/platform/logging';
import { readManifest, type TrustedDocuments } from './manifest-rules.ts';

export interface TrustedFile {
  /** As the file was last good. */
  documents(): TrustedDocuments;
  dispose(): void;
}

const LOOK_EVERY_MS = 1000;

/**
 * A manifest on disk, read again when it changes; one that is broken then is logged, and the last good one stays. Looked at by
 * its time stamp: a file that is replaced, or a link that is turned (as Kubernetes does), is seen too.
 * @throws Error where it can't be read at the start.
 */
export const openTrustedFile = (path: string, logger: Logger): TrustedFile => {
  let documents = read(path);
  const reload = (): void => {
    try {
      documents = read(path);
      logger.info({ path, documents: documents.byId.size }, 'trusted documents read again');
    } catch (error) {
      logger.error({ error: (error as Error).message, documents: documents.byId.size }, 'the changed trusted documents are not used; those before stay');
    }
  };
  watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, reload);
  return { documents: () => documents, dispose: () => unwatchFile(path, reload) };
};

const read = (path: string): TrustedDocuments => {
  try {
    return readManifest(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`TRUSTED_DOCUMENTS ${path}: ${(error as Error).message}`);
  }
};
