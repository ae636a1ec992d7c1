import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { drawCrop, layEndToEnd } from './drawn-crops.ts';
import type { DrawnCrop } from './drawn-crops.ts';
import { dropShape } from './drop-shape-rules.ts';
import { measureWells } from './measure-rules.ts';
import type { WellClass } from '../plate-types.ts';

const measured = (drawn: DrawnCrop, classes: WellClass[] = ['FLOWING']) => measureWells(drawCrop(drawn), classes)[0];
const drop = (length: number, angle = 90, more = {}) => ({ drop: { head: 0.08, length, angle, ...more } });

describe('what is measured in a well', () => {
  it.each([0.2, 0.25, 0.3, 0.36])('a drop %d pitches long measures as long', (length) => {
    expect(Math.abs(measured(drop(length)).dropLength - length)).toBeLessThan(0.05);
  });

  it('tells where the cells lie: down the plate is positive', () => {
    expect(measured(drop(0.16, 90, { y: 0.1 })).centroidShift).toBeCloseTo(0.1, 1);
    expect(measured(drop(0.16, 90, { y: -0.1 })).centroidShift).toBeCloseTo(-0.1, 1);
  });

  it('measures along the way the plate\'s drops run, whichever it is', () => {
    const classes = Array.from({ length: 6 }, () => 'FLOWING' as const);
    const sideways = measureWells(layEndToEnd(classes.map(() => drawCrop(drop(0.32, 0)))), classes);
    expect(Math.abs(sideways[0].dropLength - 0.32)).toBeLessThan(0.05);
    const down = measureWells(drawCrop(drop(0.32, 0)), ['FLOWING']);
    expect(down[0].dropLength).toBeLessThan(0.2);
  });

  it('finds no drop in a film or an empty well, and no red but the film\'s', () => {
    const [film, empty] = [measured({ film: true }), measured({})];
    expect([film.dropLength, film.centroidShift, empty.dropLength, empty.redArea]).toEqual([0, 0, 0, 0]);
    expect(film.redArea).toBeGreaterThan(0.95);
  });

  it('the red area is the drop\'s share of the floor', () => {
    const circle = measured({ drop: { head: 0.1, length: 0.2, angle: 90 } });
    expect(Math.abs(circle.redArea - (0.1 / 0.24) ** 2)).toBeLessThan(0.04);
  });

  it('glare is the share of the floor that is blown out', () => {
    expect(measured({}).glare).toBe(0);
    expect(Math.abs(measured({ glare: 0.5 }).glare - 0.5)).toBeLessThan(0.05);
    expect(measured({ glare: 1 }).glare).toBe(1);
  });

  it('does not hang on the card\'s colour', () => {
    for (const card of [[230, 230, 235], [90, 90, 92], [70, 110, 190], [225, 210, 120]]) {
      expect(Math.abs(measured({ ...drop(0.3), card }).dropLength - 0.3)).toBeLessThan(0.05);
      expect(measured({ ...drop(0.3), card }).redArea).toBeGreaterThan(0.1);
    }
  });
});

describe('a drop\'s tail', () => {
  it('points the way it was drawn', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 359 }), evenly(0.26, 0.38), (angle, length) => {
      const tail = dropShape(drawCrop(drop(length, angle)))!.tail;
      const off = Math.abs(((Math.atan2(tail.y, tail.x) * 180) / Math.PI - angle + 540) % 360 - 180);
      expect(off).toBeLessThan(12);
    }), { numRuns: 60 });
  });

  it('a round button has hardly any', () => {
    const { elongation } = dropShape(drawCrop(drop(0.16)))!;
    expect(elongation).toBeLessThan(1.1);
  });
});
