import type { Reading, WellCall, WellMeasurements } from '../reading/plate-types.ts';
import type { ReadingRow, StoredWell } from '../runs/run-types.ts';

export type ReplayPart = 'FAILURE' | 'ORIENTATION' | 'FLAGS' | 'CONFIDENCE' | 'CLASS' | 'FLOWING' | 'CENTRE' | 'RADIUS' | 'MEASUREMENTS';

export interface ReplayDifference { what: ReplayPart; well: string | null; before: string | null; after: string | null }

/**
 * How far numbers may lie apart. On one machine readings repeat to the bit (one thread, sequential); other processors add up
 * in another order, which moves a probability in its fifth or sixth digit and a centre by less than a hundredth of a pixel.
 */
export const TOLERANCE = { confidence: 0.001, pixels: 0.1, measurement: 0.005 } as const;

export type RecordedReading = Pick<ReadingRow, 'orientation' | 'flags' | 'wells'> & { confidence: number };

/** What came out otherwise, the whole plate's first, then well by well. */
export const differencesBetween = (before: RecordedReading, after: Reading): ReplayDifference[] => [
  ...(isRecorded(before) ? [
    ...unlike('ORIENTATION', null, before.orientation, after.orientation),
    ...unlike('FLAGS', null, codesOf(before), codesOf(after)),
  ] : []),
  ...apart('CONFIDENCE', null, before.confidence, after.confidence, TOLERANCE.confidence),
  ...before.wells.flatMap((well, index) => wellDifferences(well, after.wells[index])),
];

/** Readings older than orientation and flags have neither; a newer one without an orientation has the flag that says so. */
const isRecorded = ({ orientation, flags }: RecordedReading): boolean => orientation !== null || flags.length > 0;

const codesOf = ({ flags }: Pick<Reading, 'flags'>): string | null => flags.map(({ code }) => code).toSorted().join(' ') || null;

const wellDifferences = (before: StoredWell, after: WellCall): ReplayDifference[] => {
  const { name } = before;
  const moved = Math.hypot(before.centre.x - after.centre.x, before.centre.y - after.centre.y) > TOLERANCE.pixels;
  return [
    ...unlike('CLASS', name, before.class, after.class),
    ...apart('CONFIDENCE', name, before.confidence, after.confidence, TOLERANCE.confidence),
    ...(before.flowing === undefined ? [] : apart('FLOWING', name, before.flowing, after.flowing, TOLERANCE.confidence)),
    ...(moved ? [{ what: 'CENTRE' as const, well: name, before: pointText(before.centre), after: pointText(after.centre) }] : []),
    ...apart('RADIUS', name, before.radius, after.radius, TOLERANCE.pixels),
    ...(before.measurements ? measured(name, before.measurements, after.measurements) : []),
  ];
};

const MEASUREMENTS = ['dropLength', 'centroidShift', 'redArea', 'glare'] as const;

const measured = (well: string, before: WellMeasurements, after: WellMeasurements): ReplayDifference[] => {
  const moved = MEASUREMENTS.filter((name) => Math.abs(before[name] - after[name]) > TOLERANCE.measurement);
  const text = (of: WellMeasurements) => moved.map((name) => `${name} ${numberText(of[name])}`).join(', ');
  return moved.length ? [{ what: 'MEASUREMENTS', well, before: text(before), after: text(after) }] : [];
};

const unlike = (what: ReplayPart, well: string | null, before: string | null, after: string | null): ReplayDifference[] =>
  (before === after ? [] : [{ what, well, before, after }]);

const apart = (what: ReplayPart, well: string | null, before: number, after: number, tolerance: number): ReplayDifference[] =>
  (Math.abs(before - after) <= tolerance ? [] : [{ what, well, before: numberText(before), after: numberText(after) }]);

const numberText = (value: number): string => String(Number(value.toFixed(4)));
const pointText = ({ x, y }: { x: number; y: number }): string => `${numberText(x)}, ${numberText(y)}`;
