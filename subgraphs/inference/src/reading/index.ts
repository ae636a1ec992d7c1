export { checkCalibration } from './locate/calibration-rules.ts';
export { loadClassifier } from './models/classifier.ts';
export type { WellClassifier } from './models/classifier.ts';
export { drawAnnotation } from './picture/draw-annotation.ts';
export type { Annotation, AnnotationTexts, RowLabel } from './picture/draw-annotation.ts';
export { drawLocation } from './picture/draw-location.ts';
export { findModel, listModels } from './models/model-files.ts';
export type { ModelCard } from './models/model-files.ts';
export { locatePlate } from './locate-plate.ts';
export type { LocateOptions } from './locate-plate.ts';
export { FORMATS } from './plate-types.ts';
export type {
  Calibration, CornerWells, Corners, LocatedWell, Orientation, PlateFormat, PlateLocation, Point, QualityCode, QualityFlag,
  Reading, ReadingStep, WellCall, WellClass, WellMeasurements,
} from './plate-types.ts';
export { readPlate } from './read-plate.ts';
export type { ReadOptions } from './read-plate.ts';
export { ReadingError } from './reading-error.ts';
export type { ReadingCode } from './reading-error.ts';
