import type { ErrorCode } from '@microplate/platform/errors';
import { ReadingError } from '../reading/reading-error.ts';
import type { Failure } from '../runs/run-types.ts';

/** Why an attempt ended without a result. `final`: another attempt would end the same. */
export class RunFailure extends Error {
  readonly code: ErrorCode;
  readonly final: boolean;

  constructor(code: ErrorCode, message: string, final: boolean, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.final = final;
  }
}

/** The job is no longer this worker's: cancelled, or taken over. Nothing more may be written. */
export class LeaseLost extends Error {
  override message = 'the job was cancelled or taken over by another worker';
}

/** What a run is told after its last attempt, and whether this attempt was the last whatever the count. */
export const failureOf = (error: unknown): Failure & { final: boolean } => {
  if (error instanceof RunFailure) return { code: error.code, message: error.message, final: error.final };
  if (error instanceof ReadingError) return { code: error.code, message: error.message, flags: error.flags, final: true };
  return { code: 'INTERNAL_SERVER_ERROR', message: 'The reading failed on our side, also when tried again. Start it again; if it persists, tell who runs this system the run\'s id.', final: false };
};
