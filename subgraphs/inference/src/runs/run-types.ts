import type { CalibrationRef, WellGrid } from '../calibrations/calibration-types.ts';
import type { Calibration, CornerWells, DilutionDirection, Orientation, Reading, WellCall, WellClass, WellMeasurements } from '../reading/plate-types.ts';

export type RunStatus = 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export interface ModelFile { name: string; version: string; sha256: string; validated: boolean }

export interface ModelRef extends ModelFile { classes: WellClass[] }

export interface PictureRef { sha256: string; width: number; height: number; mimeType: string; byteSize: number }

/** `flags`: what a refused photo was refused for. */
export interface Failure { code: string; message: string; flags?: Reading['flags'] }

/** One state of a run; the row keeps all it has been in. */
export interface RunState { status: RunStatus; step: string | null; progress: number; at: string }

/** A row of table `run`. */
export interface RunRow {
  lab_id: string; id: string; status: RunStatus; step: string | null; progress: number; trace: RunState[];
  image_id: string; photo_sha256: string; plate_id: string; sample_no: string; submission_no: string | null; plate_no: string | null;
  threshold: number; priority: number;
  /** What was known before the photo was looked at: the grid, whole; which stored one it was; what settles the orientation. */
  calibration: WellGrid | null; calibration_ref: CalibrationRef | null; orientation: Orientation | null;
  model: ModelRef; finder: ModelFile | null; layout_version: string; dilution: DilutionDirection; controls: string[]; software_version: string | null;
  requested_by: string; requested_at: Date; input_hash: string;
  attempts: number; started_at: Date | null; finished_at: Date | null; duration_ms: number | null;
  failure: Failure | null; confidence: number | null; picture: PictureRef | null;
}

/** A well as it is stored: older ones lack what was not told or measured yet. */
export type StoredWell = Omit<WellCall, 'measurements' | 'flowing'> & { measurements?: WellMeasurements; flowing?: number };

/** A row of table `reading`. */
export interface ReadingRow {
  lab_id: string; run_id: string; width: number; height: number; grid: Reading['grid'];
  orientation: Orientation | null; flags: Reading['flags']; wells: StoredWell[];
}

/** What `readPlate` was asked, checked and in its one form. */
export interface ReadPlateRequest {
  imageId: string; sampleNo: string; submissionNo: string | null; plateNo: string | null;
  threshold: number; priority: number; modelVersion: string | null;
  calibration: WellGrid | null; calibrationId: string | null; device: string | null; orientation: Orientation | null; layout: string | null;
}

/** `ReadPlateInput` as GraphQL hands it over. */
export interface ReadPlateInput {
  imageId: string; sampleNo: string; submissionNo?: string | null; plateNo?: string | null; threshold?: number | null;
  priority?: number | null; modelVersion?: string | null; calibration?: Calibration | null; corners?: CornerWells | null; calibrationId?: string | null;
  device?: string | null; orientation?: Orientation | null; layout?: string | null; idempotencyKey?: string | null;
}
