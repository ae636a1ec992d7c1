import type { HeatMap } from './heat-map-rules.ts';
import { pitchAt } from './homography-rules.ts';
import { residual } from './lattice-rules.ts';
import type { Lattice } from './lattice-rules.ts';
import { plateWindows } from './window-rules.ts';
import type { Window } from './window-rules.ts';
import { FORMATS } from '../plate-types.ts';
import type { PlateFormat } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

/** What counts as a peak; and from which peaks a lattice is sought, the surest first. */
export const PEAK = 0.2;
export const STRONG = [0.5, 0.3];
/** Fewer wells than this share are no plate; of a plate of few wells nearly all must be seen. */
const LEAST_FOUND = 0.6;
const LEAST_FOUND_OF_FEW = 0.85;
/** In pitches, for three quarters of the wells: chance lattices miss their places by more. */
export const MOST_MISS = 0.12;

const ALL = Object.keys(FORMATS) as PlateFormat[];

export const noPlate = (why: string): ReadingError =>
  new ReadingError('NO_PLATE_FOUND', `No plate was found: ${why} Photograph one plate from above, all of it in the picture, or give a calibration.`);

export const cutOff = (): ReadingError => new ReadingError('PLATE_PARTIAL', 'Part of the plate is outside the photo. Photograph all of it.');

export const wellsOf = (format: PlateFormat): number => FORMATS[format].rows * FORMATS[format].columns;
export const nameOf = (format: PlateFormat): string => `${wellsOf(format)}-well plate`;

const leastWells = (format: PlateFormat): number => wellsOf(format) * (wellsOf(format) <= 12 ? LEAST_FOUND_OF_FEW : LEAST_FOUND);

/** How far wells miss their places in the lattice, in pitches: all but the worst share of them, less what the map can't resolve. */
export const missOf = ({ nodes, homography }: Lattice, map: HeatMap, share: number): number => {
  const misses = nodes.map((n) => residual(homography, n)).sort((a, b) => a - b);
  const middle = nodes[nodes.length >> 1];
  const step = Math.max(map.scaleX, map.scaleY) / pitchAt(homography, middle.column, middle.row);
  return Math.max(0, misses[Math.floor(misses.length * share)] - 0.3 * step);
};

/** The format and place that suit the lattice best, and the lead over the next place; null where too few wells are seen of any. */
export const bestWindow = (lattice: Lattice, map: HeatMap): { window: Window; lead: number } | null =>
  plateWindows(lattice, map, ALL.filter((f) => lattice.nodes.length >= leastWells(f))).find(({ window: w }) => w.inside >= leastWells(w.format)) ?? null;
