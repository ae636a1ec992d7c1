import type { Calibration, Reading, ReadingStep } from '../reading/plate-types.ts';
import type { ModelFile, ModelRef, PictureRef } from '../runs/run-types.ts';

export interface ReadRequest {
  modelVersion: string; threshold: number; calibration?: Calibration;
  /** Told before each step; the reading waits for it, and ends where it rejects. */
  onStep: (step: ReadingStep, percent: number) => Promise<void>;
  /** Its reason is thrown, at the next step at the latest. */
  signal: AbortSignal;
}

export interface ReadResult { reading: Reading; model: ModelRef; finder: ModelFile | null }

export type Picture = Pick<PictureRef, 'width' | 'height' | 'mimeType'> & { data: Buffer };

/** What a worker needs of the reading library. */
export interface PlateReader {
  /** @throws ReadingError for a photo that can't be read. */
  read(photo: Buffer, request: ReadRequest): Promise<ReadResult>;
  draw(photo: Buffer, reading: Reading): Promise<Picture>;
  close(): Promise<void>;
}
