import type { Database, EntityManager } from '@microplate/platform/database';
import type { DeliveryFailure } from './delivery-rules.ts';

export interface DueDelivery { fileId: string; attempts: number; fileName: string; content: string; sha256: string }

/**
 * The delivery that is due longest and that nobody works on. Its row stays locked until the caller's transaction ends, so it is
 * the worker's lease: a second process skips it, and the lock of a killed process goes with its connection.
 */
export const takeDue = async (em: EntityManager): Promise<DueDelivery | null> => {
  const [row] = await em.execute<{ file_id: string; attempts: number; file_name: string; content: string; sha256: string }[]>(
    `select d.file_id, d.attempts, f.file_name, f.content, f.sha256 from delivery d join interface_file f on f.id = d.file_id
     where d.done_at is null and d.next_attempt_at <= now() order by d.next_attempt_at limit 1 for update of d skip locked`);
  return row ? { fileId: row.file_id, attempts: row.attempts, fileName: row.file_name, content: row.content, sha256: row.sha256 } : null;
};

/** Milliseconds until the next delivery is due, null where none waits. */
export const msUntilDue = async (database: Database): Promise<number | null> => {
  const [{ ms }] = await database.em().execute<{ ms: string | null }[]>(
    'select extract(epoch from min(next_attempt_at) - now()) * 1000 as ms from delivery where done_at is null');
  return ms === null ? null : Math.max(0, Math.ceil(Number(ms)));
};

export const markDelivered = async (em: EntityManager, fileId: string): Promise<void> => {
  await em.execute('update delivery set done_at = now(), attempts = attempts + 1, failure_code = null, failure_message = null where file_id = ?', [fileId]);
  await em.execute("update interface_file set status = 'DELIVERED' where id = ?", [fileId]);
};

/** The reason stays with the row while it waits for the next attempt. */
export const markRetry = async (em: EntityManager, fileId: string, failure: DeliveryFailure, waitMs: number): Promise<void> => {
  await em.execute("update delivery set next_attempt_at = clock_timestamp() + ? * interval '1 millisecond', attempts = attempts + 1, failure_code = ?, failure_message = ? where file_id = ?",
    [waitMs, failure.code, failure.message, fileId]);
};

export const markFailed = async (em: EntityManager, fileId: string, failure: DeliveryFailure): Promise<void> => {
  await em.execute('update delivery set done_at = now(), attempts = attempts + 1, failure_code = ?, failure_message = ? where file_id = ?', [failure.code, failure.message, fileId]);
  await em.execute("update interface_file set status = 'FAILED' where id = ?", [fileId]);
};
