import fc from 'fast-check';
import { createBudgets } from './budgets.ts';

const budgetOf = (perMinute: number) => {
  const clock = { now: 0 };
  return { clock, ...createBudgets({ perMinute, now: () => clock.now }) };
};

test('it is whole at first, fills evenly, and is never more than whole', () => {
  const { clock, spend } = budgetOf(600);
  expect(spend('ada', 600)).toBe(0);
  clock.now = 1500;
  expect(spend('ada', 0)).toBe(15);
  clock.now = 30_000;
  expect(spend('ada', 0)).toBe(300);
  clock.now = 600_000;
  expect(spend('ada', 0)).toBe(600);
});

test('what does not suffice is refused, takes nothing, and says when it would', () => {
  const { clock, spend } = budgetOf(600);
  spend('ada', 590);
  expect(() => spend('ada', 35)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED', extensions: expect.objectContaining({ retryAfterSeconds: 3 }) }));
  expect(spend('bob', 35)).toBe(565);
  clock.now = 2000;
  expect(() => spend('ada', 35)).toThrow('30 of 600');
  clock.now = 3000;
  expect(spend('ada', 35)).toBe(5);
});

test('what was not used comes back, up to the whole', () => {
  const { spend, refund } = budgetOf(600);
  spend('ada', 500);
  expect(refund('ada', 450)).toBe(550);
  expect(refund('ada', 450)).toBe(600);
});

test('nobody spends more than is there and what has filled since', () => {
  fc.assert(fc.property(fc.array(fc.record({ after: fc.nat(5000), cost: fc.nat(400), unused: fc.nat(400) }), { maxLength: 40 }), (steps) => {
    const { clock, spend, refund } = budgetOf(600);
    let spent = 0;
    for (const { after, cost, unused } of steps) {
      clock.now += after;
      try {
        spend('ada', cost);
        const back = Math.min(cost, unused);
        refund('ada', back);
        spent += cost - back;
      } catch (error) {
        expect(error).toMatchObject({ code: 'RATE_LIMITED' });
      }
      expect(spent).toBeLessThanOrEqual(600 + clock.now / 100 + 1e-6);
    }
  }));
});
