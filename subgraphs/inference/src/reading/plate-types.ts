/** A place in the upright photo, in pixels. */
export interface Point {
  x: number;
  y: number;
}

export const ROWS = 8;
export const COLUMNS = 12;
export const ROW_NAMES = 'ABCDEFGH';

/** By number of wells. */
export type PlateFormat = 'W6' | 'W12' | 'W24' | 'W48' | 'W96' | 'W384';

/** Rows and columns of each format; rows run along the plate's long side. */
export const FORMATS: Readonly<Record<PlateFormat, { rows: number; columns: number }>> = {
  W6: { rows: 2, columns: 3 }, W12: { rows: 3, columns: 4 }, W24: { rows: 4, columns: 6 },
  W48: { rows: 6, columns: 8 }, W96: { rows: 8, columns: 12 }, W384: { rows: 16, columns: 24 },
};

/**
 * Of the plate in the (EXIF-upright) photo: TURNED_90 is turned clockwise by 90 degrees, A1 at the photo's upper right;
 * MIRRORED has left and right exchanged and is upright otherwise.
 */
export type Orientation = 'UPRIGHT' | 'TURNED_90' | 'TURNED_180' | 'TURNED_270' | 'MIRRORED';

/** Which end of a row holds the first dilution, by the plate's layout. */
export type DilutionDirection = 'LEFT_TO_RIGHT' | 'RIGHT_TO_LEFT';

export type QualityCode =
  | 'PARTIAL' | 'BLURRED' | 'GLARE' | 'OVEREXPOSED' | 'DARK' | 'TILTED' | 'LOW_RESOLUTION' | 'ORIENTATION_UNCERTAIN'
  | 'FORMAT_MISMATCH' | 'MULTIPLE_PLATES' | 'NO_PLATE';

/** What keeps a photo from being trusted; units as the rule of each code says. */
export interface QualityFlag {
  code: QualityCode;
  /** What was measured; null where the flag is no number. */
  value: number | null;
  /** The bound it crossed. */
  bound: number | null;
}

export type WellClass = 'FLOWING' | 'NON_FLOWING' | 'EMPTY' | 'UNREADABLE';

export interface WellCall {
  /** A1..H12. */
  name: string;
  row: string;
  /** 1..12. */
  column: number;
  /** The call: what the well shows in the light of its row, or UNREADABLE where the confidence is under the threshold. */
  class: WellClass;
  /** What the model says of the well by itself. */
  predicted: WellClass;
  /** How much the well's own picture speaks for Flowing, 0..1; a half where it speaks for neither Flowing nor Non-Flowing. */
  flowing: number;
  /** 0..1, of what the well shows in the light of its row. */
  confidence: number;
  centre: Point;
  /** Of the well's rim, in pixels. */
  radius: number;
  measurements: WellMeasurements;
}

export interface WellMeasurements {
  /** Pitches, along the tilt. */
  dropLength: number;
  /** Of the cells from the floor's middle, in pitches along the tilt; down the plate (towards row H) is positive. */
  centroidShift: number;
  /** Share of the floor that is red, 0..1. */
  redArea: number;
  /** Share of the floor that is blown out, 0..1. */
  glare: number;
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
  /** Of the plate in the photo; the wells are named by it. Null, with its flag, where nothing told: read as the photo stands. */
  orientation: Orientation | null;
  flags: QualityFlag[];
  /** 96, row by row. */
  wells: WellCall[];
  /** The worst of the grid's confidence, the photo's quality and the wells' 5th percentile. */
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

/** The centres of the four corner wells in a photo of the given size, by the plate's own names: they tell how it lies, too. */
export interface CornerWells extends Corners {
  imageWidth: number;
  imageHeight: number;
}

/** Maps lattice places (column, row) to pixels: nine numbers, row by row, the last of them 1. */
export type Homography = readonly number[];

/** Where the wells are, in the plate's order: its homography (column 0.., row 0.. to pixels), and each centre after refining. */
export interface Grid {
  rows: number;
  columns: number;
  homography: Homography;
  /** rows x columns, row by row. */
  centres: Point[];
  /** 0..1: the share of wells that were seen, less what they miss the lattice by. */
  confidence: number;
}

export interface LocatedWell {
  /** A1.. */
  name: string;
  row: string;
  /** 1.. */
  column: number;
  centre: Point;
  /** Of the well's rim, in pixels. */
  radius: number;
}

/** A plate found in a photo. Nothing was read. */
export interface PlateLocation {
  /** Of the upright photo (EXIF orientation applied), in pixels. */
  width: number;
  height: number;
  format: PlateFormat;
  rows: number;
  columns: number;
  /** Null, with ORIENTATION_UNCERTAIN among the flags, where nothing settled it; the wells are then named as if it were upright. */
  orientation: Orientation | null;
  /** 0..1, of the grid. */
  confidence: number;
  flags: QualityFlag[];
  /** Row by row in the plate's order, A1 first. */
  wells: LocatedWell[];
  /** The same for cutting crops that stand upright with the plate. */
  grid: Grid;
}

export type ReadingStep = 'loading' | 'finding plate' | 'cutting wells' | 'classifying';
