import { cellCentres } from '../reading/locate/calibration-rules.ts';
import { fitHomography, pitchAt, project } from '../reading/locate/homography-rules.ts';
import type { PlateLocation, Point } from '../reading/plate-types.ts';
import { hasLines } from './calibration-rules.ts';
import type { WellGrid } from './calibration-types.ts';

const [COLUMNS, ROWS] = [12, 8];

/** How far a well lies from where a calibration has it, in pitches. */
export interface WellOffset { name: string; expected: Point; offset: number }

/** The middles a grid has for a photo of this size, scaled to it, in no order that means anything. @throws ReadingError CALIBRATION_INVALID for a photo of another shape. */
export const expectedCentres = (grid: WellGrid, width: number, height: number): Point[] => {
  if (hasLines(grid)) return cellCentres(grid, width, height);
  const scaled = ({ x, y }: Point): Point => ({ x: x * width / grid.imageWidth, y: y * height / grid.imageHeight });
  const [c, r] = [COLUMNS - 1, ROWS - 1];
  const h = fitHomography([{ x: 0, y: 0 }, { x: c, y: 0 }, { x: 0, y: r }, { x: c, y: r }], [grid.A1, grid.A12, grid.H1, grid.H12].map(scaled));
  return h ? Array.from({ length: ROWS * COLUMNS }, (_, i) => project(h, i % COLUMNS, Math.floor(i / COLUMNS))) : [];
};

/** Each well against the expected middle nearest to it: the calibration's lines do not know which corner is A1. */
export const offsetsFrom = (expected: readonly Point[], { wells, grid, rows, columns }: Pick<PlateLocation, 'wells' | 'grid' | 'rows' | 'columns'>): WellOffset[] => {
  if (expected.length === 0) return [];
  const pitch = pitchAt(grid.homography, (columns - 1) / 2, (rows - 1) / 2);
  return wells.map(({ name, centre }) => {
    const far = (place: Point): number => Math.hypot(place.x - centre.x, place.y - centre.y);
    const nearest = expected.reduce((best, place) => (far(place) < far(best) ? place : best));
    return { name, expected: nearest, offset: far(nearest) / pitch };
  });
};

/** Median and worst, null of none. */
export const spreadOf = (offsets: readonly WellOffset[]): { median: number | null; worst: number | null } => {
  const sorted = offsets.map(({ offset }) => offset).toSorted((a, b) => a - b);
  if (sorted.length === 0) return { median: null, worst: null };
  const middle = sorted.length >> 1;
  return { median: sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, worst: sorted.at(-1)! };
};
