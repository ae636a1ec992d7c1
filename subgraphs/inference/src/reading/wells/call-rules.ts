import type { Prediction } from '../models/prediction.ts';
import type { Grid } from '../locate/grid-rules.ts';
import { pitchAt, project } from '../locate/homography-rules.ts';
import { COLUMNS, ROWS, ROW_NAMES } from '../plate-types.ts';
import type { Corners, WellCall, WellClass, WellMeasurements } from '../plate-types.ts';

/** A rim's radius in pitches. */
const RIM = 0.46;

/** The class that counts: a well under the threshold is unreadable, never quietly something else. A threshold met is met. */
export const applyThreshold = (predicted: WellClass, confidence: number, threshold: number): WellClass =>
  confidence < threshold ? 'UNREADABLE' : predicted;

/** The 96 calls, row by row, of wells as they look by themselves and as their rows have them (neighbour-rules.ts). */
export const callWells = (looks: readonly Prediction[], inRows: readonly Prediction[], measured: readonly WellMeasurements[], grid: Grid, threshold: number): WellCall[] =>
  inRows.map((p, i) => {
    const [row, column] = [ROW_NAMES[Math.floor(i / COLUMNS)], (i % COLUMNS) + 1];
    return {
      name: `${row}${column}`, row, column,
      class: applyThreshold(p.class, p.confidence, threshold), predicted: looks[i].class, flowing: speaksForFlowing(looks[i]), confidence: p.confidence,
      centre: grid.centres[i], radius: RIM * pitchAt(grid.homography, column - 1, Math.floor(i / COLUMNS)), measurements: measured[i],
    };
  });

const speaksForFlowing = ({ probabilities: { FLOWING: f, NON_FLOWING: n } }: Prediction): number => f + (1 - f - n) / 2;

/** The worst of the grid's confidence, the photo's quality and the wells' 5th percentile: one bad well of twenty may not hide, one of ninety-six may. */
export const readingConfidence = (grid: number, wells: readonly number[], quality: number): number => {
  const sorted = [...wells].sort((a, b) => a - b);
  return Math.min(grid, sorted[Math.floor(0.05 * (sorted.length - 1))], quality);
};

export const cornersOfGrid = ({ homography: h }: Grid): Corners => ({
  A1: project(h, 0, 0), A12: project(h, COLUMNS - 1, 0), H1: project(h, 0, ROWS - 1), H12: project(h, COLUMNS - 1, ROWS - 1),
});
