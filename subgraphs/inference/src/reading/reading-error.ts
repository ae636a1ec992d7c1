import type { ErrorCode } from '@microplate/platform/errors';
import type { QualityCode, QualityFlag } from './plate-types.ts';

/** The codes a reading can fail with. */
export type ReadingCode = Extract<
  ErrorCode,
  | 'NO_PLATE_FOUND' | 'MULTIPLE_PLATES' | 'PLATE_PARTIAL' | 'PLATE_FORMAT_MISMATCH' | 'ORIENTATION_UNCERTAIN' | 'LOW_RESOLUTION'
  | 'IMAGE_UNREADABLE' | 'IMAGE_TOO_BLURRED' | 'IMAGE_OVEREXPOSED' | 'CALIBRATION_INVALID' | 'MODEL_NOT_FOUND'
>;

/** What was measured of a photo that is refused, and the bound beyond which it is. */
export interface Measured {
  value: number;
  bound: number;
}

/** Why a photo could not be read; `message` says what was wrong and what to do. Nothing was read. */
export class ReadingError extends Error {
  readonly code: ReadingCode;
  readonly measured: Measured | null;

  constructor(code: ReadingCode, message: string, measured: Measured | null = null) {
    super(message);
    this.name = 'ReadingError';
    this.code = code;
    this.measured = measured;
  }

  /** The flag that says of a reading what this refusal says of a photo; none for what no flag is about. */
  get flags(): QualityFlag[] {
    const code = FLAGS[this.code];
    return code ? [{ code, value: this.measured?.value ?? null, bound: this.measured?.bound ?? null }] : [];
  }
}

const FLAGS: Partial<Record<ReadingCode, QualityCode>> = {
  NO_PLATE_FOUND: 'NO_PLATE', MULTIPLE_PLATES: 'MULTIPLE_PLATES', PLATE_PARTIAL: 'PARTIAL', PLATE_FORMAT_MISMATCH: 'FORMAT_MISMATCH',
  ORIENTATION_UNCERTAIN: 'ORIENTATION_UNCERTAIN', LOW_RESOLUTION: 'LOW_RESOLUTION', IMAGE_TOO_BLURRED: 'BLURRED', IMAGE_OVEREXPOSED: 'GLARE',
};
