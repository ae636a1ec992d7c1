import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@microplate/platform/logging';
import { readSubgraphs } from './compose.ts';

/** Follows the schema files that a file in Rover's format lists. */
export interface SchemaWatch {
  /** Tells each supergraph that they compose to after a change; what does not compose is logged, and nothing is told. */
  start(onChange: (supergraphSdl: string) => Promise<void>): void;
  dispose(): Promise<void>;
}

/** Editors write a file in several steps, and several files belong together. */
const SETTLED_MS = 250;

export const createSchemaWatch = ({ roverFile, first, logger }: { roverFile: string; first: string; logger: Logger }): SchemaWatch => {
  const watchers: FSWatcher[] = [];
  let last = first;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  const look = async (onChange: (supergraphSdl: string) => Promise<void>) => {
    const { supergraphSdl, problem } = await composeAside(roverFile);
    if (problem !== undefined) return logger.error({ problem }, 'the changed schema does not compose; the one before stays');
    if (!supergraphSdl || supergraphSdl === last) return;
    await onChange(supergraphSdl);
    last = supergraphSdl;
  };
  return {
    start: (onChange) => {
      const changed = () => {
        clearTimeout(timer);
        timer = setTimeout(() => { working = working.then(() => look(onChange)).catch((error: Error) => logger.error({ error: error.message }, 'the changed schema could not be taken over')); }, SETTLED_MS);
      };
      // Folders, not files: editors replace a file by another of its name.
      for (const folder of foldersOf(roverFile)) watchers.push(watch(folder, changed).on('error', (error) => logger.warn({ error: error.message }, 'schema files are no longer watched')));
    },
    dispose: async () => {
      for (const watcher of watchers) watcher.close();
      clearTimeout(timer);
      await working;
    },
  };
};

const foldersOf = (roverFile: string): Set<string> => new Set([path.dirname(roverFile), ...readSubgraphs(roverFile).map(({ file }) => path.dirname(file))]);

const composeAside = (roverFile: string): Promise<{ supergraphSdl?: string; problem?: string }> => new Promise((resolve, reject) => {
  const worker = new Worker(new URL('./compose-worker.ts', import.meta.url), { workerData: roverFile });
  worker.once('message', resolve).once('error', reject).once('exit', () => resolve({}));
});
