import type { Layout } from '@microplate/schema/report';

export const ROWS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export const COLUMNS = 12;

/** The layout of a plate that names no other: first dilution 1:2, two-fold, from the left, no controls. */
export const DEFAULT_LAYOUT: Layout = {
  version: 'default-1', start: 2, factor: 2, direction: 'LEFT_TO_RIGHT', hau: null, prozoneColumns: 1, controls: [],
};

/** The lab's own definition of a version, else the default where that is meant, else null. */
export const knownLayout = (version: string, definition: Layout | null): Layout | null =>
  definition ? { ...definition, version } : version === DEFAULT_LAYOUT.version ? DEFAULT_LAYOUT : null;

/** The serum wells of a row (`A1`), first dilution first. A control well is no dilution; empty where the whole row is controls. */
export const serumWells = (layout: Layout, row: string): string[] => {
  const controls = new Set(layout.controls.map(({ well }) => well));
  const columns = Array.from({ length: COLUMNS }, (_, index) => index + 1);
  if (layout.direction === 'RIGHT_TO_LEFT') columns.reverse();
  return columns.map((column) => `${row}${column}`).filter((well) => !controls.has(well));
};

/** The name of a row's serum; null where the layout has none. */
export const serumOf = ({ sera }: Pick<Layout, 'sera'>, row: string): string | null => sera?.find((one) => one.row === row)?.label ?? null;

/** Reciprocal of the dilution of a column (1 is the first), without the noise of floating point. */
export const dilutionOf = (layout: Pick<Layout, 'start' | 'factor'>, column: number): number =>
  Number((layout.start * layout.factor ** (column - 1)).toPrecision(12));

/** Whether a column means the same dilution on all of these plates. */
export const canPool = (layouts: readonly Pick<Layout, 'start' | 'factor'>[]): boolean =>
  layouts.every(({ start, factor }) => start === layouts[0].start && factor === layouts[0].factor);
