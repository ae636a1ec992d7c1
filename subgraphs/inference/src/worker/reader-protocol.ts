import type { Reading, ReadingStep } from '../reading/plate-types.ts';
import { ReadingError, type ReadingCode } from '../reading/reading-error.ts';
import type { Picture, ReadRequest, ReadResult } from './plate-reader.ts';

/** What the worker tells the reader's process. `call` numbers the readings and drawings under way. */
export type ToReader =
  | { kind: 'read'; call: number; photo: Buffer; request: Omit<ReadRequest, 'onStep' | 'signal'> }
  | { kind: 'draw'; call: number; photo: Buffer; reading: Reading }
  /** The step was written: go on. */
  | { kind: 'go'; call: number }
  | { kind: 'abort'; call: number };

/** What it answers. */
export type FromReader =
  | { kind: 'step'; call: number; step: ReadingStep; percent: number }
  | { kind: 'done'; call: number; result: ReadResult | Picture }
  | { kind: 'failed'; call: number; code: ReadingCode | null; message: string };

export const failureMessage = (call: number, error: unknown): FromReader =>
  ({ kind: 'failed', call, code: error instanceof ReadingError ? error.code : null, message: (error as Error).message });

export const errorOf = ({ code, message }: Extract<FromReader, { kind: 'failed' }>): Error => (code ? new ReadingError(code, message) : new Error(message));
