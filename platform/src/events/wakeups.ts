import pg from 'pg';
import type { EntityManager } from '../database/index.ts';
import type { Logger } from '../logging/index.ts';

/**
 * "Something changed under this topic." Truth is always in a table: a lost wake-up costs a poll, never an event.
 * By default Postgres NOTIFY, within one subgraph's database; with Redis, across replicas too.
 */
export interface Wakeups {
  /** Inside a transaction: tells the listeners once it has committed. */
  announce(em: EntityManager, topic: string): Promise<void>;
  /** Calls `listener` on each wake-up of `topic`, until the returned function is called. */
  subscribe(topic: string, listener: () => void): () => void;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

/** Resolves on the next wake-up of `topic`, after `timeoutMs`, or when `signal` aborts; never rejects. */
export const nextWakeup = (wakeups: Pick<Wakeups, 'subscribe'>, topic: string, timeoutMs: number, signal?: AbortSignal): { promise: Promise<void>; cancel: () => void } => {
  let cancel = () => {};
  const promise = new Promise<void>((resolve) => {
    const done = () => { clearTimeout(timer); unsubscribe(); signal?.removeEventListener('abort', done); resolve(); };
    const timer = setTimeout(done, timeoutMs);
    const unsubscribe = wakeups.subscribe(topic, done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
    cancel = done;
  });
  return { promise, cancel };
};

/** Listeners by topic; what both kinds of wake-ups share. */
export class Topics {
  readonly #listeners = new Map<string, Set<() => void>>();

  subscribe(topic: string, listener: () => void): () => void {
    const set = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.#listeners.get(topic) === set) this.#listeners.delete(topic);
    };
  }

  fire(topic: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }

  fireAll(): void {
    for (const topic of [...this.#listeners.keys()]) this.fire(topic);
  }
}

const CHANNEL = 'microplate_wake';
const RECONNECT_MS = 500;

/** One LISTEN connection a subgraph. After a reconnect everybody is woken, since a NOTIFY may have been missed. */
export const createPostgresWakeups = ({ url, logger }: { url: string; logger: Logger }): Wakeups => {
  const topics = new Topics();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    next.on('notification', ({ payload }) => topics.fire(payload ?? ''));
    next.on('error', (error) => logger.warn({ error: error.message }, 'lost the connection that listens for wake-ups'));
    next.on('end', () => retry());
    await next.connect();
    await next.query(`listen ${CHANNEL}`);
    if (disposed) return next.end();
    client = next;
    topics.fireAll();
  };
  const retry = () => {
    if (disposed || timer) return;
    timer = setTimeout(() => { timer = undefined; connect().catch(retry); }, RECONNECT_MS);
  };

  return {
    announce: async (em, topic) => { await em.execute('select pg_notify(?, ?)', [CHANNEL, topic]); },
    subscribe: (topic, listener) => topics.subscribe(topic, listener),
    start: connect,
    dispose: async () => { disposed = true; clearTimeout(timer); await client?.end(); },
  };
};
