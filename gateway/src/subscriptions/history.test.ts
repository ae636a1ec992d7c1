import fc from 'fast-check';
import { createHistory } from './history.ts';

const event = (cursor: string, length = 1) => ({ text: 'x'.repeat(length), cursor });

test('since a cursor come all later events and no others, or it can\'t be told', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 20 }), fc.option(fc.constant('0')), (most, count, start) => {
    const history = createHistory(most, start);
    for (let i = 1; i <= count; i += 1) history.add(event(`${i}`));
    for (let after = 0; after <= count; after += 1) {
      const expected = Array.from({ length: count - after }, (_item, index) => `${after + 1 + index}`);
      const known = after === 0 ? start !== null && count <= most : count - after <= most;
      expect(history.since(`${after}`)?.map(({ cursor }) => cursor) ?? null).toEqual(known ? expected : null);
    }
    expect(history.since('unknown')).toBeNull();
  }));
});

test('large events are kept in small numbers', () => {
  const history = createHistory(100, '0');
  for (let i = 1; i <= 10; i += 1) history.add(event(`${i}`, 300_000));
  expect([history.since('7')?.length, history.since('6')]).toEqual([3, null]);
});
