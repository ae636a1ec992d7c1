import { Histogram, Registry } from 'prom-client';
import { observerOf } from './observer.ts';

test('it observes what the histogram itself would have', async () => {
  const exposed = async (observe: (histogram: Histogram<'kind'>, value: number) => void): Promise<string> => {
    const registry = new Registry();
    const histogram = new Histogram({ name: 'some_seconds', help: 'Some', labelNames: ['kind'], buckets: [0.1, 1, 10], registers: [registry] });
    histogram.observe({ kind: 'ours' }, 3);
    for (const value of [0.05, 0.1, 0.5, 10, 11, 0]) observe(histogram, value);
    return registry.metrics();
  };
  const theirs = await exposed((histogram, value) => { histogram.observe({ kind: 'ours' }, value); histogram.observe({ kind: 'new' }, value); });
  const ours = await exposed((histogram, value) => { for (const kind of ['ours', 'new']) observerOf(histogram, { kind })(value); });
  expect(ours).toBe(theirs);
});
