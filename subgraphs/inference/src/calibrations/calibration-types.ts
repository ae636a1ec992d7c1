import type { Calibration, CornerWells, Orientation } from '../reading/plate-types.ts';

/** Where the wells are, in either form. */
export type WellGrid = Calibration | CornerWells;

/** A row of table `calibration`. */
export interface CalibrationRow {
  lab_id: string; id: string; device: string; version: number; seen: string;
  grid: WellGrid | null; orientation: Orientation | null; note: string | null;
  saved_by: string; saved_at: Date; deleted_by: string | null; deleted_at: Date | null;
  /** True of the newest one of its device that is not deleted. */
  is_current: boolean;
}

/** A stored calibration as a run records it. */
export interface CalibrationRef { id: string; device: string; version: number }

/** What `saveCalibration` was asked, checked. */
export interface NewCalibration { device: string; grid: WellGrid | null; orientation: Orientation | null; note: string | null }

/** The ways a grid can be given; at most one of them. */
export interface GivenGrid { lines?: Calibration | null; corners?: CornerWells | null; document?: unknown }
