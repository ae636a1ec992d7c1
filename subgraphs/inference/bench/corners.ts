import type { PlateLocation } from '../src/reading/index.ts';

export interface Corners {
  rows: number;
  columns: number;
  /** Centres of the corner wells, in pixels, by name. */
  corners: Record<string, [number, number]>;
}

/** How far each corner well lies from the nearest corner that was found, whatever it is called, in pitches. */
export const cornerMisses = (found: PlateLocation, { columns, corners }: Corners): number[] => {
  const truth = Object.values(corners);
  const pitch = Math.hypot(truth[1][0] - truth[0][0], truth[1][1] - truth[0][1]) / (columns - 1);
  const outer = found.wells.filter(({ row, column }) => (row === 'A' || row === found.wells.at(-1)!.row) && (column === 1 || column === found.columns));
  return truth.map(([x, y]) => Math.min(...outer.map(({ centre }) => Math.hypot(centre.x - x, centre.y - y))) / pitch);
};
