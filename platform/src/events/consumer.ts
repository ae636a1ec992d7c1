import type { Database, EntityManager } from '../database/index.ts';
import { CodedError } from '../errors/index.ts';
import { withDeadline } from '../http/index.ts';
import type { ServiceClient } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import type { EventPage, StoredEvent } from './event-log.ts';

export interface ConsumerOptions {
  database: Database;
  /** Client of the producer, e.g. results' client of inference. */
  producer: ServiceClient;
  /** Name of the producer and its stream; together the cursor's key. */
  source: string;
  stream: string;
  /** Writes the event's effect in the transaction that moves the cursor: at-least-once delivery, exactly-once effect. */
  apply: (em: EntityManager, event: StoredEvent) => Promise<void>;
  logger: Logger;
}

export interface Consumer {
  /** Follows the producer by long poll until disposed. */
  start(): void;
  /** Applies everything the producer has committed by now, then returns. @throws CodedError SERVICE_UNAVAILABLE when it does not answer. */
  catchUp(): Promise<void>;
  dispose(): Promise<void>;
}

const LIMIT = 100;
const WAIT_MS = 20_000;
/** How much longer than it was asked to a producer may take. */
const PATIENCE_MS = 3000;
const REST_MS = [100, 250, 500, 1000, 2000, 5000];

export const createConsumer = ({ database, producer, source, stream, apply, logger }: ConsumerOptions): Consumer => {
  const key = `${source}/${stream}`;
  const stop = new AbortController();
  let loop: Promise<void> | undefined;

  const position = async (em: EntityManager, lock = false): Promise<number> => {
    const rows = await em.execute<{ seq: string }[]>(`select seq from event_cursor where source = ? ${lock ? 'for update' : ''}`, [key]);
    return Number(rows[0]?.seq ?? 0);
  };
  const applyOne = (event: StoredEvent) => database.transaction(async (em) => {
    await em.execute('insert into event_cursor (source, seq) values (?, 0) on conflict do nothing', [key]);
    if (event.seq <= await position(em, true)) return;
    await apply(em, event);
    await em.execute('update event_cursor set seq = ? where source = ?', [event.seq, key]);
  });
  const fetchPage = async (waitMs: number, stopped?: AbortSignal): Promise<EventPage & { after: number }> => {
    const after = await position(database.em());
    const signal = AbortSignal.any([...(stopped ? [stopped] : []), AbortSignal.timeout(waitMs + PATIENCE_MS)]);
    const response = await withDeadline(signal, producer({ path: `/internal/events?stream=${encodeURIComponent(stream)}&after=${after}&limit=${LIMIT}&wait=${waitMs}`, signal }));
    if (!response.ok) throw new Error(`${source} answered ${response.status} for its events`);
    return { ...await withDeadline(signal, response.json() as Promise<EventPage>), after };
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !stop.signal.aborted;) {
      try {
        for (const event of (await fetchPage(WAIT_MS, stop.signal)).events) await applyOne(event);
        failures = 0;
      } catch (error) {
        if (stop.signal.aborted) return;
        logger.warn({ source, error: (error as Error).message }, 'events could not be taken over; trying again');
        await rest(REST_MS[Math.min(failures++, REST_MS.length - 1)], stop.signal);
      }
    }
  };

  return {
    start: () => { loop ??= run(); },
    catchUp: async () => {
      try {
        for (;;) {
          const { events, head, after } = await fetchPage(0);
          for (const event of events) await applyOne(event);
          if (events.length === 0 || events.at(-1)!.seq >= head || after >= head) return;
        }
      } catch (error) {
        logger.warn({ source, error: (error as Error).message }, 'could not catch up');
        throw new CodedError('SERVICE_UNAVAILABLE', `The ${source} service does not answer just now. Try again in a moment.`, { service: source });
      }
    },
    dispose: async () => { stop.abort(); await loop; },
  };
};

const rest = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
