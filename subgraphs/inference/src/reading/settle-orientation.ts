import { settleOrientation } from './locate/orientation-rules.ts';
import type { OrientationEvidence } from './locate/orientation-rules.ts';
import { isPortrait, reorient } from './locate/standing-rules.ts';
import type { WellClassifier } from './models/classifier.ts';
import type { Prediction } from './models/prediction.ts';
import type { DilutionDirection, Grid, Orientation, PlateLocation, QualityFlag, WellClass } from './plate-types.ts';
import type { DropShape } from './wells/drop-shape-rules.ts';
import { dropShapes } from './wells/measure-rules.ts';
import { dilutionEvidence, tailsEvidence } from './wells/orientation-evidence-rules.ts';

/** A plate whose wells are numbered as far as anything tells, with what the classifier says of them. */
export interface SettledPlate {
  grid: Grid;
  crops: Uint8Array;
  predictions: Prediction[];
  /** Of the crops' lumps of cells. */
  shapes: (DropShape | null)[];
  orientation: Orientation | null;
  flags: QualityFlag[];
}

/**
 * Classifies the wells and, where neither caller nor calibration said how the plate lies, lets drops and dilution tell; a plate found
 * to lie the other way round is turned and classified again. Throws ORIENTATION_UNCERTAIN where the evidence contradicts itself.
 */
export const settlePlate = async ({ grid, orientation, flags }: PlateLocation, crops: Uint8Array, { classifier, dilution }: { classifier: WellClassifier; dilution: DilutionDirection }): Promise<SettledPlate> => {
  const [predictions, shapes] = [await classifier.classify(crops), dropShapes(crops)];
  if (orientation) return { grid, crops, predictions, shapes, orientation, flags };
  const standing = isPortrait(grid) ? 'TURNED_90' : 'UPRIGHT';
  const settled = settleOrientation({ standing, ...evidenceOf(shapes, predictions.map((p) => p.class), grid.columns, dilution) });
  const all = [...flags.filter((flag) => flag.code !== 'ORIENTATION_UNCERTAIN'), ...settled.flags];
  const turned = settled.orientation && settled.orientation !== standing ? reorient(grid, settled.orientation) : null;
  if (!turned) return { grid, crops, predictions, shapes, orientation: settled.orientation, flags: all };
  const upright = halfTurned(crops);
  return { grid: turned, crops: upright, predictions: await classifier.classify(upright), shapes: dropShapes(upright), orientation: settled.orientation, flags: all };
};

/** Tails that agree this much have one direction, and it is along the columns where this much of it is. */
const LEAST_AGREEMENT = 0.6;
const LEAST_ALONG = 0.5;
/** Rows that must begin at one end, and how many times those that begin at the other. */
const LEAST_ROWS = 2;
const TIMES = 4;

const evidenceOf = (shapes: readonly (DropShape | null)[], classes: readonly WellClass[], columns: number, dilution: DilutionDirection): Pick<OrientationEvidence, 'drops' | 'flowingFrom'> => {
  const [tails, { left, right }] = [tailsEvidence(shapes, classes), dilutionEvidence(classes, columns)];
  const run = tails && tails.agreement >= LEAST_AGREEMENT ? tails.y : 0;
  const plain = Math.max(left, right) >= LEAST_ROWS && Math.max(left, right) >= TIMES * Math.min(left, right);
  return {
    drops: Math.abs(run) < LEAST_ALONG ? null : run > 0 ? 'DOWN' : 'UP',
    flowingFrom: plain ? (left > right === (dilution === 'LEFT_TO_RIGHT') ? 'FIRST' : 'LAST') : null,
  };
};

/** The crops of the same wells with the plate turned by 180 degrees: the last pixel of the last well comes first. */
const halfTurned = (crops: Uint8Array): Uint8Array => {
  const out = new Uint8Array(crops.length);
  for (let i = 0, j = crops.length - 3; j >= 0; i += 3, j -= 3) out.set(crops.subarray(j, j + 3), i);
  return out;
};
