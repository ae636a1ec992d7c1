import { parentPort, workerData } from 'node:worker_threads';
import { compose, readSubgraphs } from './compose.ts';

/** Composes in a thread of its own: it takes a second of computing, for which requests should not wait. */
try {
  parentPort!.postMessage({ supergraphSdl: compose(readSubgraphs(workerData as string)).supergraphSdl });
} catch (error) {
  parentPort!.postMessage({ problem: (error as Error).message });
}
