import type { EntityManager } from '../database/index.ts';
import type { Wakeups } from './wakeups.ts';

/** What a producer writes in the transaction of the act. `payload` carries all that the next one needs. */
export interface NewEvent {
  /** One ordered sequence each, e.g. `runs` or `lab:default`. */
  stream: string;
  labId: string;
  kind: string;
  /** What it is about, for filtered reading: `sample:AM67`, `plate:<id>`. */
  subjects?: string[];
  payload: Record<string, unknown>;
}

export interface StoredEvent extends Required<NewEvent> { seq: number; at: string }

export interface EventPage {
  events: StoredEvent[];
  /** Sequence of the newest event of the stream, read after `events`' snapshot: 0 for an empty stream. */
  head: number;
}

/** Tables for a migration. Sequences are taken under the stream's row lock, so they commit in order: `seq > last` misses nothing. */
export const EVENT_LOG_SQL = [
  'create table event_stream (stream text primary key, last_seq bigint not null)',
  `create table event (
    stream text not null, seq bigint not null, lab_id text not null, kind text not null,
    subjects text[] not null, payload jsonb not null, at timestamptz not null default now(), primary key (stream, seq))`,
  'create index event_subjects on event using gin (subjects)',
];

/** Table for a consumer's own cursors, one row a producer. */
export const EVENT_CURSOR_SQL = ['create table event_cursor (source text primary key, seq bigint not null)'];

/** Wake-up topic of a stream. */
export const streamTopic = (stream: string): string => `stream:${stream}`;

/**
 * Appends in the caller's transaction and wakes the readers once it commits. Call it last: the stream's row
 * stays locked until the commit.
 */
export const appendEvent = async (em: EntityManager, wakeups: Wakeups, event: NewEvent): Promise<number> => {
  const [{ last_seq }] = await em.execute<{ last_seq: string }[]>(
    `insert into event_stream (stream, last_seq) values (?, 1)
     on conflict (stream) do update set last_seq = event_stream.last_seq + 1 returning last_seq`, [event.stream]);
  await em.execute(
    `insert into event (stream, seq, lab_id, kind, subjects, payload)
     values (?, ?, ?, ?, (select coalesce(array_agg(x), '{}') from jsonb_array_elements_text(?::jsonb) x), ?::jsonb)`,
    [event.stream, last_seq, event.labId, event.kind, JSON.stringify(event.subjects ?? []), JSON.stringify(event.payload)]);
  await wakeups.announce(em, streamTopic(event.stream));
  return Number(last_seq);
};

/** Events of a stream after a sequence, oldest first; with `subject`, only those about it. */
export const readEvents = async (em: EntityManager, query: { stream: string; after: number; limit: number; subject?: string }): Promise<EventPage> => {
  // The head is read first: whatever is committed later is simply found by the next call.
  const head = await headOf(em, query.stream);
  const rows = await em.execute<(Omit<StoredEvent, 'seq' | 'labId' | 'at'> & { seq: string; lab_id: string; at: Date })[]>(
    `select stream, seq, lab_id, kind, subjects, payload, at from event
     where stream = ? and seq > ? and seq <= ? ${query.subject ? 'and subjects @> array[?]' : ''} order by seq limit ?`,
    [query.stream, query.after, head, ...(query.subject ? [query.subject] : []), query.limit]);
  const events = rows.map(({ lab_id, seq, at, ...row }) => ({ ...row, labId: lab_id, seq: Number(seq), at: new Date(at).toISOString() }));
  return { events, head };
};

/** Sequence of the newest committed event, 0 for none. */
export const headOf = async (em: EntityManager, stream: string): Promise<number> => {
  const rows = await em.execute<{ last_seq: string }[]>('select last_seq from event_stream where stream = ?', [stream]);
  return Number(rows[0]?.last_seq ?? 0);
};
