import type { DropShape } from './drop-shape-rules.ts';
import type { WellClass } from '../plate-types.ts';

/** Where the Flowing drops' tails point, as the crops lie: x along the rows, y down the columns. */
export interface TailsEvidence {
  x: number;
  y: number;
  /** 0..1: the length of (x, y) before it was made 1; 1 where all tails point the same way. */
  agreement: number;
  drops: number;
}

/** From which end of the rows the Flowing wells begin. */
export interface DilutionEvidence {
  /** Rows whose Flowing wells begin at the left end, and at the right. */
  left: number;
  right: number;
}

/** A lump less long than this is no drop that runs; one less lopsided has no end that is the tail. */
const LEAST_ELONGATION = 1.2;
const LEAST_SKEW = 0.1;
const LEAST_DROPS = 4;

/** The mean of the tails of Flowing drops, each as much as it is lopsided; null where too few can be told. */
export const tailsEvidence = (shapes: readonly (DropShape | null)[], classes: readonly WellClass[]): TailsEvidence | null => {
  const tails = shapes.flatMap((s, i) => (s && classes[i] === 'FLOWING' && s.elongation >= LEAST_ELONGATION ? [s.tail] : []))
    .filter((t) => Math.hypot(t.x, t.y) >= LEAST_SKEW);
  if (tails.length < LEAST_DROPS) return null;
  const weight = tails.reduce((sum, t) => sum + Math.hypot(t.x, t.y), 0);
  const [x, y] = [tails.reduce((sum, t) => sum + t.x, 0) / weight, tails.reduce((sum, t) => sum + t.y, 0) / weight];
  const agreement = Math.hypot(x, y);
  return agreement ? { x: x / agreement, y: y / agreement, agreement, drops: tails.length } : null;
};

/** A row tells where one end of it holds Flowing wells and the other holds none. `classes` are rows x columns, row by row. */
export const dilutionEvidence = (classes: readonly WellClass[], columns: number): DilutionEvidence => {
  const rows = Array.from({ length: classes.length / columns }, (_, r) => classes.slice(r * columns, (r + 1) * columns));
  const begins = (row: readonly WellClass[]): boolean => row.slice(0, 3).filter((c) => c === 'FLOWING').length >= 2 && row.slice(-2).every((c) => c === 'NON_FLOWING');
  return { left: rows.filter(begins).length, right: rows.filter((row) => begins([...row].reverse())).length };
};
