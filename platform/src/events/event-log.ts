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
  /** Sequence of the newest event of the stream at the moment that `events` were read: 0 for an empty stream. */
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

/**
 * Events of a stream after a sequence, oldest first; with `subject`, only those about it. One statement, so what it tells of
 * the stream's two ends and the events between are of one moment.
 * @throws CursorExpired where some after `after` are no longer kept: never a quiet start later.
 */
export const readEvents = async (em: EntityManager, query: { stream: string; after: number; limit: number; subject?: string }): Promise<EventPage> => {
  const rows = await em.execute<(Omit<StoredEvent, 'seq' | 'labId' | 'at'> & { seq: string | null; lab_id: string; at: Date; head: string; floor: string })[]>(
    `select s.last_seq as head, ${FLOOR} as floor, e.* from event_stream s left join lateral (
       select stream, seq, lab_id, kind, subjects, payload, at from event
       where stream = s.stream and seq > ? ${query.subject ? 'and subjects @> array[?]' : ''} order by seq limit ?) e on true
     where s.stream = ? order by e.seq`,
    [query.after, ...(query.subject ? [query.subject] : []), query.limit, query.stream]);
  const head = Number(rows[0]?.head ?? 0);
  const floor = Number(rows[0]?.floor ?? 0);
  if (query.after < floor) throw new CursorExpired(floor);
  const events = rows.filter(({ seq }) => seq !== null).map(({ lab_id, seq, at, head: _head, floor: _floor, ...row }) => ({ ...row, labId: lab_id, seq: Number(seq), at: new Date(at).toISOString() }));
  return { events, head };
};

/** The sequence after which everything is still there: one before the oldest event kept. */
const FLOOR = 'coalesce((select min(seq) - 1 from event where stream = s.stream), s.last_seq)';

/** Where a stream can still be read from: a cursor before `floor` would miss events that are no longer kept. */
export const boundsOf = async (em: EntityManager, stream: string): Promise<{ head: number; floor: number }> => {
  const [row] = await em.execute<{ head: string; floor: string }[]>(`select s.last_seq as head, ${FLOOR} as floor from event_stream s where s.stream = ?`, [stream]);
  return { head: Number(row?.head ?? 0), floor: Number(row?.floor ?? 0) };
};

/** A reader's place is before the oldest event that is kept. `floor` is the oldest place to go on from. */
export class CursorExpired extends Error {
  override name = 'CursorExpired';
  readonly floor: number;

  constructor(floor: number) {
    super(`The oldest place that can be read from is ${floor}.`);
    this.floor = floor;
  }
}

/** Deletes events older than `before` of every stream, from the oldest on without a gap. Returns how many. */
export const pruneEvents = async (em: EntityManager, before: Date): Promise<number> => {
  const rows = await em.execute(
    `delete from event e using event_stream s where e.stream = s.stream
       and e.seq < coalesce((select k.seq from event k where k.stream = s.stream and k.at >= ? order by k.seq limit 1), s.last_seq + 1) returning 1`,
    [before.toISOString()]);
  return rows.length;
};
