import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export { Counter, Gauge, Histogram } from 'prom-client';
export { observerOf } from './observer.ts';

export interface Metrics {
  registry: Registry;
  /** Seconds of each GraphQL operation, by its outcome (`ok`, or the first error's code). */
  operationSeconds: Histogram<'outcome'>;
  /** Give it to `openDatabase({ onQuery })`: counts SQL statements. */
  countStatement: () => void;
}

/** The event loop's delay is looked at this often. The usual 10 ms wake a process that has nothing to do 100 times a second: measured, 7 ms of processor time a second instead of 2. prom-client's own `nodejs_eventloop_lag_*` tell it with this pause. */
export const EVENT_LOOP_LOOK_MS = 50;

/** A registry of one service (several live in one process, so never the global one). `process` adds Node's own numbers. */
export const createMetrics = (service: string, { process = false } = {}): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (process) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS });
  const operationSeconds = new Histogram({
    name: 'microplate_graphql_operation_seconds', help: 'Time of a GraphQL operation in seconds',
    labelNames: ['outcome'], buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5], registers: [registry],
  });
  const statements = new Counter({ name: 'microplate_sql_statements_total', help: 'SQL statements sent', registers: [registry] });
  return { registry, operationSeconds, countStatement: () => statements.inc() };
};

export type { Registry } from 'prom-client';
