import type { EntityManager } from '@microplate/platform/database';

export interface Window { limit: number; seconds: number }

const at = (ms: number) => new Date(ms).toISOString();

/** Milliseconds until the last of the full windows among `keys` ends; 0 where none is full. */
export const msUntilFree = async (em: EntityManager, labId: string, keys: string[], window: Window, now: number): Promise<number> => {
  const [{ until }] = await em.execute<{ until: string | null }[]>(
    'select max(window_ends_at) as until from attempt where lab_id = ? and key in (?, ?) and count >= ? and window_ends_at > ?',
    [labId, keys[0], keys[1], window.limit, at(now)]);
  return until ? new Date(until).getTime() - now : 0;
};

/** Adds one in a single statement (so that racing attempts all count) and returns how many the window holds; a window that has ended begins anew. */
export const countAttempt = async (em: EntityManager, labId: string, key: string, window: Window, now: number): Promise<number> => {
  const [{ count }] = await em.execute<{ count: number }[]>(
    `insert into attempt as a (lab_id, key, count, window_ends_at) values (?, ?, 1, ?)
     on conflict (lab_id, key) do update set
       count = case when a.window_ends_at > ? then a.count + 1 else 1 end,
       window_ends_at = case when a.window_ends_at > ? then a.window_ends_at else excluded.window_ends_at end
     returning count`, [labId, key, at(now + window.seconds * 1000), at(now), at(now)]);
  return count;
};

export const forgetAttempts = async (em: EntityManager, labId: string, key: string): Promise<void> => {
  await em.execute('delete from attempt where lab_id = ? and key = ?', [labId, key]);
};

export const deleteEndedWindows = async (em: EntityManager, now: number): Promise<void> => {
  await em.execute('delete from attempt where window_ends_at <= ?', [at(now)]);
};
