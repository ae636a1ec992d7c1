import fc from 'fast-check';

const STEPS = 1_000_000;

/** Numbers evenly from all over a range, as fc.double's are not: it takes every float as often, and nearly all of them lie next to 0. */
export const evenly = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: STEPS }).map((step) => min + ((max - min) * step) / STEPS);
