export type { RunRow as RunParent } from './runs/run-types.ts';
export type { ModelRef as ModelParent } from './runs/run-types.ts';
export type { CalibrationRow as CalibrationParent } from './calibrations/calibration-types.ts';
export type { CalibrationPreview as CalibrationPreviewParent } from './calibrations/preview-calibration.ts';
export type { LocatedPlate as PlateLocationParent } from './locations/locate-plate.ts';
export type { StoredWell as WellReadingParent } from './runs/run-types.ts';
