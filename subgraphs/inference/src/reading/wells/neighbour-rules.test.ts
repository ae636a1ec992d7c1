import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { likeliest } from '../models/prediction.ts';
import type { Prediction } from '../models/prediction.ts';
import { flowingInSeries, withNeighbours } from './neighbour-rules.ts';

/** A plate of which every row is the same: F and N plain, f and n two to one, e and u plainly empty and unreadable. */
const LOOKS = { F: [0.96, 0.04, 0, 0], N: [0.04, 0.96, 0, 0], f: [0.6, 0.4, 0, 0], n: [0.4, 0.6, 0, 0], e: [0.05, 0.05, 0.9, 0], u: [0.1, 0.1, 0, 0.8] };
const well = (letter: string): Prediction => {
  const [FLOWING, NON_FLOWING, EMPTY, UNREADABLE] = LOOKS[letter as keyof typeof LOOKS];
  return likeliest({ FLOWING, NON_FLOWING, EMPTY, UNREADABLE });
};
const read = (row: string, aside: string[] = []): string => {
  const plate = Array.from({ length: 8 }, () => [...row].map(well)).flat();
  return withNeighbours(plate, new Set(aside)).slice(0, 12).map((p) => p.class[0]).join('');
};

describe('a well in the light of its row', () => {
  it('follows its neighbours where it could be either', () => {
    expect(read('FFFnFFFNNNNN')).toBe('FFFFFFFNNNNN');
    expect(read('FFFNNNfNNNNN')).toBe('FFFNNNNNNNNN');
  });

  it('stands where it is plain: gaps and prozones are read', () => {
    expect(read('FFFNFFFNNNNN')).toBe('FFFNFFFNNNNN');
    expect(read('NFFFFFFNNNNN')).toBe('NFFFFFFNNNNN');
  });

  it('ends the row where it looks as if it did', () => expect(read('FFFFfnNNNNNN')).toBe('FFFFFNNNNNNN'));

  it('leaves what is empty or unreadable, and reads across it', () => expect(read('FFFuFnFNNeNN')).toBe('FFFUFFFNNENN'));

  it('neither asks nor tells a control', () => {
    expect(read('NNNNNNNNNNNf')).toBe('NNNNNNNNNNNN');
    expect(read('NNNNNNNNNNNf', ['A12'])).toBe('NNNNNNNNNNNF');
  });
});

const looks = fc.array(evenly(0.02, 0.98), { minLength: 1, maxLength: 12 });

test('a row read from the other end, or with the two classes exchanged, says the same', () => {
  fc.assert(fc.property(looks, (row) => {
    const flowing = flowingInSeries(row);
    flowingInSeries(row.toReversed()).toReversed().forEach((p, i) => expect(p).toBeCloseTo(flowing[i], 9));
    flowingInSeries(row.map((p) => 1 - p)).forEach((p, i) => expect(1 - p).toBeCloseTo(flowing[i], 9));
  }));
});

test('what a series says is what all its ways of running say together', () => {
  fc.assert(fc.property(fc.array(evenly(0.02, 0.98), { minLength: 2, maxLength: 6 }), (row) => {
    const weights = Array.from({ length: 2 ** row.length }, (_, way) => row.reduce((w, p, i) => {
      const flowing = (way >> i) & 1;
      return w * (flowing ? p : 1 - p) * (i ? (((way >> (i - 1)) & 1) === flowing ? 0.8 : 0.2) : 0.5);
    }, 1));
    const all = weights.reduce((a, b) => a + b);
    flowingInSeries(row).forEach((p, i) => expect(p).toBeCloseTo(weights.filter((_, way) => (way >> i) & 1).reduce((a, b) => a + b, 0) / all, 9));
  }));
});
