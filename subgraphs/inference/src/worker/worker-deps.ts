import type { LRUCache } from 'lru-cache';
import type { BlobStore } from '@microplate/platform/blobs';
import type { Database } from '@microplate/platform/database';
import type { Wakeups } from '@microplate/platform/events';
import type { Logger } from '@microplate/platform/logging';
import type { PhotoSource } from '../photos/photo-source.ts';
import type { ResultsClient } from '../results/results-client.ts';
import type { JobQueue, QueueName } from '../queue/job-queue.ts';
import type { PlateReader } from './plate-reader.ts';

/** Places between two steps of a reading; tests stop a worker there. */
export type Checkpoint = 'after-claim' | 'after-photo' | 'after-read' | 'before-commit' | 'after-commit' | 'before-draw' | 'after-draw';

/** How one attempt went: `ok`, `lost`, `retry`, or the code a run failed with. */
export interface AttemptReport { queue: QueueName; outcome: string; ms: number }

export interface WorkerDeps {
  database: Database; queue: JobQueue; wakeups: Wakeups; photos: PhotoSource; blobs: BlobStore; reader: PlateReader; logger: Logger;
  results: Pick<ResultsClient, 'rowsOf'>;
  workerId: string; softwareVersion: string; concurrency: number;
  checkpoint: (name: Checkpoint) => void | Promise<void>;
  report: (attempt: AttemptReport) => void;
}

/** What a worker's loops keep from a reading for the drawing that follows, whichever of them draws: photos by sha256, as many as are read at a time. */
export type Desk = LRUCache<string, Buffer>;
