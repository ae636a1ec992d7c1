import type { ErrorCode } from '@microplate/platform/errors';

/** The codes a reading can fail with. */
export type ReadingCode = Extract<
  ErrorCode,
  | 'NO_PLATE_FOUND' | 'MULTIPLE_PLATES' | 'PLATE_PARTIAL' | 'PLATE_FORMAT_MISMATCH' | 'ORIENTATION_UNCERTAIN' | 'LOW_RESOLUTION'
  | 'IMAGE_UNREADABLE' | 'IMAGE_TOO_BLURRED' | 'IMAGE_OVEREXPOSED' | 'CALIBRATION_INVALID' | 'MODEL_NOT_FOUND'
>;

/** Why a photo could not be read; `message` says what was wrong and what to do. Nothing was read. */
export class ReadingError extends Error {
  readonly code: ReadingCode;

  constructor(code: ReadingCode, message: string) {
    super(message);
    this.name = 'ReadingError';
    this.code = code;
  }
}
