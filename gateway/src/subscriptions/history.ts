import type { LiveEvent } from './live-event.ts';

/** The newest events of a stream, for those who resume a little behind it. */
export interface History {
  add(event: LiveEvent): void;
  /** What came after `cursor`; null where that can't be told from here. */
  since(cursor: string): readonly LiveEvent[] | null;
  last(): LiveEvent | null;
}

const MOST_CHARACTERS = 1_000_000;

/** Keeps `most` events and a million characters, the newest one always. `start` is the cursor that the stream began after. */
export const createHistory = (most: number, start: string | null): History => {
  const events: LiveEvent[] = [];
  let base = start;
  let characters = 0;
  return {
    add: (event) => {
      events.push(event);
      characters += event.text.length;
      while (events.length > 1 && (events.length > most || characters > MOST_CHARACTERS)) {
        const dropped = events.shift()!;
        characters -= dropped.text.length;
        base = dropped.cursor;
      }
    },
    since: (cursor) => {
      if (cursor === base) return [...events];
      const found = events.findIndex((event) => event.cursor === cursor);
      return found < 0 ? null : events.slice(found + 1);
    },
    last: () => events.at(-1) ?? null,
  };
};
