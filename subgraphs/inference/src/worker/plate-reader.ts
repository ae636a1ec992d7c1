import type { Calibration, CornerWells, DilutionDirection, Orientation, PlateFormat, PlateLocation, Point, Reading, ReadingStep } from '../reading/plate-types.ts';
import type { AnnotationTexts } from '../reading/picture/draw-annotation.ts';
import type { ModelFile, ModelRef, PictureRef } from '../runs/run-types.ts';

/** What is known of how the plate lies before the photo is looked at. */
export interface Hints {
  calibration?: Calibration | CornerWells;
  orientation?: Orientation;
}

export interface ReadRequest extends Hints {
  modelVersion: string; threshold: number; dilution?: DilutionDirection; controls?: readonly string[];
  /** The newest without it. */
  finderVersion?: string;
  /** Told before each step; the reading waits for it, and ends where it rejects. */
  onStep: (step: ReadingStep, percent: number) => Promise<void>;
  /** Its reason is thrown, at the next step at the latest. */
  signal: AbortSignal;
}

export interface LocateRequest extends Hints { format?: PlateFormat; signal: AbortSignal }

export interface ReadResult { reading: Reading; model: ModelRef; finder: ModelFile | null }

export type Picture = Pick<PictureRef, 'width' | 'height' | 'mimeType'> & { data: Buffer };

/** What the API and its worker need of the reading library. */
export interface PlateReader {
  /** @throws ReadingError for a photo that can't be read. */
  read(photo: Buffer, request: ReadRequest): Promise<ReadResult>;
  /** @throws ReadingError for a photo whose plate can't be found. */
  locate(photo: Buffer, request: LocateRequest): Promise<PlateLocation>;
  /** The annotated picture of a reading. */
  draw(photo: Buffer, reading: Reading, texts: AnnotationTexts): Promise<Picture>;
  /** The photo with the wells that were found, and where a calibration expects them. */
  drawLocation(photo: Buffer, location: PlateLocation, expected: Point[]): Promise<Picture>;
  close(): Promise<void>;
}
