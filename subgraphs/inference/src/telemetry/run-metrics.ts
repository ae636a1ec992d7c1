import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Database } from '@microplate/platform/database';
import { EVENT_LOOP_LOOK_MS, Gauge, Histogram, type Metrics } from '@microplate/platform/telemetry';
import { countUnfinished } from '../runs/run-store.ts';
import type { AttemptReport } from '../worker/worker.ts';

export interface RunMetrics {
  observe(report: AttemptReport): void;
  dispose(): void;
}

/** Queue depth, seconds of the worker by outcome, and the delay of the API's event loop. */
export const createRunMetrics = ({ registry }: Metrics, database: Database): RunMetrics => {
  const registers = [registry];
  new Gauge({
    name: 'microplate_runs_unfinished', help: 'Runs that wait or are being read', labelNames: ['status'], registers,
    async collect() {
      this.reset();
      for (const { status, count } of await countUnfinished(database.em())) this.set({ status }, count);
    },
  });
  const seconds = new Histogram({
    name: 'microplate_run_seconds', help: 'Time of a job in the worker, by what it was and how it ended', labelNames: ['queue', 'outcome'],
    buckets: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30], registers,
  });
  const delay = monitorEventLoopDelay({ resolution: EVENT_LOOP_LOOK_MS });
  delay.enable();
  new Gauge({
    name: 'microplate_event_loop_delay_seconds', help: 'Delay of the event loop since the last look', labelNames: ['quantile'], registers,
    collect() {
      // What is recorded is from one look to the next.
      for (const quantile of [50, 99, 100]) this.set({ quantile: String(quantile / 100) }, Math.max(0, delay.percentile(quantile) / 1e6 - EVENT_LOOP_LOOK_MS) / 1000);
      delay.reset();
    },
  });
  return { observe: ({ queue, outcome, ms }) => seconds.observe({ queue, outcome }, ms / 1000), dispose: () => delay.disable() };
};
