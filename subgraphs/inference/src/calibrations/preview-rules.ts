import { pitchAt } from '../reading/locate/homography-rules.ts';
import type { PlateLocation, Point } from '../reading/plate-types.ts';

/** How far a well lies from where a calibration has it, in pitches. */
export interface WellOffset { name: string; expected: Point; offset: number }

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
