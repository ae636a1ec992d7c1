/** A place in the upright photo, in pixels. */
export interface Point {
  x: number;
  y: number;
}

export const ROWS = 8;
export const COLUMNS = 12;
export const ROW_NAMES = 'ABCDEFGH';

export type WellClass = 'FLOWING' | 'NON_FLOWING' | 'EMPTY' | 'UNREADABLE';

export interface WellCall {
  /** A1..H12. */
  name: string;
  row: string;
  /** 1..12. */
  column: number;
  /** The call: `predicted`, or UNREADABLE where the confidence is under the threshold. */
  class: WellClass;
  /** The model's own answer, before the threshold. */
  predicted: WellClass;
  /** 0..1, temperature-scaled. */
  confidence: number;
  centre: Point;
  /** Of the well's rim, in pixels. */
  radius: number;
}

export interface Corners {
  A1: Point;
  A12: Point;
  H1: Point;
  H12: Point;
}

export interface Reading {
  /** Of the upright photo (EXIF orientation applied), in pixels. */
  width: number;
  height: number;
  grid: { source: 'CALIBRATION' | 'FOUND'; corners: Corners; confidence: number };
  /** 96, row by row. */
  wells: WellCall[];
  /** The worst of the grid's confidence, the photo's resolution and the wells' 5th percentile. */
  confidence: number;
}

/** Lines between wells in pixels of a photo of the given size; scaled by ratio to other sizes. */
export interface Calibration {
  imageWidth: number;
  imageHeight: number;
  /** 13, strictly increasing. */
  columns: number[];
  /** 9, strictly increasing. */
  rows: number[];
}

export type ReadingStep = 'loading' | 'finding plate' | 'cutting wells' | 'classifying';
