import { PgBoss, fromKysely, type Db } from 'pg-boss';
import type { Database, EntityManager } from '@microplate/platform/database';
import type { Logger } from '@microplate/platform/logging';

/** Jobs are named by their run: at most one of a queue is alive for a run. */
export type QueueName = 'read' | 'draw';

const DEAD = 'dead';
const RARELY_SECONDS = 3600;

export interface JobData { labId: string; runId: string }

export interface FetchedJob extends JobData { queue: QueueName; attempt: number; last: boolean }

/** pg-boss, every call in the caller's transaction. */
export interface JobQueue {
  start(): Promise<void>;
  dispose(): Promise<void>;
  send(em: EntityManager, queue: QueueName, data: JobData, priority: number): Promise<void>;
  /** The next due job, now active, highest priority first. */
  fetch(em: EntityManager, queue: QueueName): Promise<FetchedJob | null>;
  /** True where this attempt was still the active one. */
  complete(em: EntityManager, job: JobAttempt): Promise<boolean>;
  /** To be tried again after a back-off, or dead-lettered after the last attempt. True where this attempt was still the active one. */
  fail(em: EntityManager, job: JobAttempt, why: string): Promise<boolean>;
  remove(em: EntityManager, queue: QueueName, runId: string): Promise<void>;
}

export interface JobAttempt { queue: QueueName; runId: string; attempt: number }

const MAINTENANCE = { schedule: false, superviseIntervalSeconds: 60, bamIntervalSeconds: RARELY_SECONDS, flowIntervalSeconds: RARELY_SECONDS, queueCacheIntervalSeconds: RARELY_SECONDS } as const;

/** For the API: makes pg-boss' tables and queues, and does its maintenance over at most two connections of its own. */
export const createOwningQueue = ({ url, retries, logger }: { url: string; retries: number; logger: Logger }): JobQueue => {
  const boss = new PgBoss({ connectionString: url, max: 2, ...MAINTENANCE });
  return queueOver(boss, retries, logger, async () => {
    await boss.start();
    await boss.createQueue(DEAD);
    for (const name of ['read', 'draw'] as const) {
      await boss.createQueue(name, { deadLetter: DEAD, retryDelay: 1, retryBackoff: true, retryDelayMax: 60, expireInSeconds: RARELY_SECONDS });
    }
  });
};

/** For a worker: no connection of its own, no maintenance. */
export const createWorkingQueue = ({ database, retries, logger }: { database: Database; retries: number; logger: Logger }): JobQueue => {
  const db: Db = { executeSql: (text, values) => fromKysely(database.em().getKysely()).executeSql(text, values) };
  const boss = new PgBoss({ db, ...MAINTENANCE, supervise: false, migrate: false });
  return queueOver(boss, retries, logger, async () => {
    await database.ping();
    await boss.start();
  });
};

const queueOver = (boss: PgBoss, retries: number, logger: Logger, start: () => Promise<void>): JobQueue => {
  boss.on('error', (error) => logger.warn({ error: error.message }, 'the job queue had trouble'));
  const within = (em: EntityManager) => ({ db: fromKysely(em.getKysely()) });
  // `affected` is there, though pg-boss 12.35's declarations leave it out.
  const settled = (response: unknown) => (response as { affected: number }).affected === 1;
  const attemptOf = (job: JobAttempt) => ({ id: job.runId, retryCount: job.attempt });
  return {
    start,
    dispose: () => boss.stop({ graceful: false }),
    send: async (em, queue, data, priority) => {
      await boss.send(queue, data, { ...within(em), id: data.runId, priority, retryLimit: retries });
    },
    fetch: async (em, queue) => {
      const [job] = await boss.fetch<JobData>(queue, { ...within(em), includeMetadata: true });
      return job ? { queue, ...job.data, attempt: job.retryCount, last: job.retryCount >= job.retryLimit } : null;
    },
    complete: async (em, job) => settled(await boss.complete(job.queue, attemptOf(job), null, within(em))),
    fail: async (em, job, why) => settled(await boss.fail(job.queue, attemptOf(job), { message: why }, within(em))),
    remove: async (em, queue, runId) => { await boss.deleteJob(queue, runId, within(em)); },
  };
};
