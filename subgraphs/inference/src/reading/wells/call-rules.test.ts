import { applyThreshold, callWells, readingConfidence } from './call-rules.ts';
import type { Grid } from '../locate/grid-rules.ts';
import { likeliest } from '../models/prediction.ts';

const grid: Grid = { rows: 8, columns: 12, homography: [100, 0, 50, 0, 100, 60, 0, 0, 1], centres: Array.from({ length: 96 }, (_, i) => ({ x: 50 + 100 * (i % 12), y: 60 + 100 * Math.floor(i / 12) })), confidence: 1 };

describe('the threshold', () => {
  it('makes a well under it unreadable, whatever it was called', () => {
    expect(applyThreshold('NON_FLOWING', 0.59, 0.6)).toBe('UNREADABLE');
    expect(applyThreshold('FLOWING', 0.59, 0.6)).toBe('UNREADABLE');
    expect(applyThreshold('EMPTY', 0.59, 0.6)).toBe('UNREADABLE');
  });

  it('leaves a well that meets it', () => expect(applyThreshold('FLOWING', 0.6, 0.6)).toBe('FLOWING'));

  it('keeps the prediction beside the call', () => {
    const measured = Array.from({ length: 96 }, (_, i) => ({ dropLength: i, centroidShift: 0, redArea: 0, glare: 0 }));
    const looks = Array.from({ length: 96 }, () => likeliest({ FLOWING: 0.4, NON_FLOWING: 0.3, EMPTY: 0.2, UNREADABLE: 0.1 }));
    const wells = callWells(looks, looks, measured, grid, 0.5);
    expect(wells.map((w) => w.measurements)).toEqual(measured);
    expect(wells[0]).toMatchObject({ name: 'A1', row: 'A', column: 1, class: 'UNREADABLE', predicted: 'FLOWING', flowing: expect.closeTo(0.55, 9), confidence: 0.4, centre: { x: 50, y: 60 } });
    expect(wells[95]).toMatchObject({ name: 'H12', row: 'H', column: 12 });
    expect(wells[95].radius).toBeCloseTo(46, 5);
  });
});

describe('a reading\'s confidence', () => {
  const wells = (bad: number) => Array.from({ length: 96 }, (_, i) => (i < bad ? 0.3 : 0.95));
  it('is not pulled down by a few wells', () => expect(readingConfidence(0.99, wells(4), 1)).toBe(0.95));
  it('is pulled down by one in twenty', () => expect(readingConfidence(0.99, wells(5), 1)).toBe(0.3));
  it('is no better than the grid\'s', () => expect(readingConfidence(0.5, wells(0), 1)).toBe(0.5));
  it('is no better than the photo\'s quality', () => expect(readingConfidence(0.99, wells(0), 0.5)).toBe(0.5));
});
