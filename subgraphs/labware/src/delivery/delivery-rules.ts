import { CodedError, type ErrorCode } from '@microplate/platform/errors';

export interface DeliveryFailure { code: ErrorCode; message: string }

export interface RetryPlan {
  /** Attempts in all before it is given up. */
  attempts: number;
  /** Wait after the first failed attempt in milliseconds; doubled after each. */
  firstWaitMs: number;
}

const LONGEST_WAIT_MS = 5 * 60_000;

/** What to do after attempt number `attempt` (1 first) failed: wait so many milliseconds, or null to give up. A refusal is final. */
export const waitAfter = (plan: RetryPlan, attempt: number, failure: DeliveryFailure): number | null =>
  failure.code === 'DELIVERY_REFUSED' || attempt >= plan.attempts ? null : Math.min(plan.firstWaitMs * 2 ** (attempt - 1), LONGEST_WAIT_MS);

const SYSTEM_REASONS: Record<string, string> = {
  ENOENT: 'the delivery folder does not exist; create or mount it',
  ENOTDIR: 'the delivery folder is not a folder; set DELIVERY_FOLDER to one',
  EACCES: 'the delivery folder may not be written; allow it to this user',
  EPERM: 'the delivery folder may not be written; allow it to this user',
  EROFS: 'the delivery folder is read-only',
  ENOSPC: 'the disk of the delivery folder is full',
};

/** Why an attempt failed, in words for the log and the row. */
export const failureOf = (error: unknown): DeliveryFailure => {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  return { code: 'SERVICE_UNAVAILABLE', message: `Not delivered: ${(code && SYSTEM_REASONS[code]) ?? message}.` };
};
