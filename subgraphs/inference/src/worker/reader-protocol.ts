import type { AnnotationTexts } from '../reading/picture/draw-annotation.ts';
import type { PlateLocation, Point, Reading, ReadingStep } from '../reading/plate-types.ts';
import { ReadingError, type Measured, type ReadingCode } from '../reading/reading-error.ts';
import type { LocateRequest, Picture, ReadRequest, ReadResult } from './plate-reader.ts';

/** A piece of work on a photo. */
export type Work =
  | { kind: 'read'; photo: Buffer; request: Omit<ReadRequest, 'onStep' | 'signal'> }
  | { kind: 'locate'; photo: Buffer; request: Omit<LocateRequest, 'signal'> }
  | { kind: 'draw'; photo: Buffer; reading: Reading; texts: AnnotationTexts }
  | { kind: 'drawLocation'; photo: Buffer; location: PlateLocation; expected: Point[] };

/** What the worker, or the API, tells the reader's process. `call` numbers the works under way. */
export type ToReader =
  | { kind: 'work'; call: number; work: Work }
  /** The step was written: go on. */
  | { kind: 'go'; call: number }
  | { kind: 'abort'; call: number };

export type Answer = ReadResult | PlateLocation | Picture;

/** What it answers. */
export type FromReader =
  | { kind: 'step'; call: number; step: ReadingStep; percent: number }
  | { kind: 'done'; call: number; result: Answer }
  | { kind: 'failed'; call: number; code: ReadingCode | null; message: string; measured: Measured | null };

export const failureMessage = (call: number, error: unknown): FromReader => {
  const refused = error instanceof ReadingError ? error : null;
  return { kind: 'failed', call, code: refused?.code ?? null, message: (error as Error).message, measured: refused?.measured ?? null };
};

export const errorOf = ({ code, message, measured }: Extract<FromReader, { kind: 'failed' }>): Error => (code ? new ReadingError(code, message, measured) : new Error(message));
