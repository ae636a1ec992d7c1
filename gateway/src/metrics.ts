import { Counter, createMetrics, Gauge, Histogram, type Metrics } from '@microplate/platform/telemetry';

export interface GatewayMetrics extends Metrics {
  /** Seconds of each request to a subgraph. */
  subgraphSeconds: Histogram<'subgraph' | 'outcome'>;
  /** 1 while a subgraph is left alone; and requests that were asked again. */
  circuitOpen: Gauge<'subgraph'>;
  retries: Counter<'subgraph'>;
  /** Open subscriptions of clients, and the upstream ones that feed them. */
  subscribers: Gauge;
  upstreams: Gauge;
}

export const createGatewayMetrics = (): GatewayMetrics => {
  const metrics = createMetrics('gateway');
  const registers = [metrics.registry];
  return {
    ...metrics,
    subgraphSeconds: new Histogram({
      name: 'microplate_gateway_subgraph_seconds', help: 'Time of a request to a subgraph in seconds', labelNames: ['subgraph', 'outcome'],
      buckets: [0.002, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10], registers,
    }),
    circuitOpen: new Gauge({ name: 'microplate_gateway_circuit_open', help: '1 while a subgraph is left alone after failures', labelNames: ['subgraph'], registers }),
    retries: new Counter({ name: 'microplate_gateway_subgraph_retries_total', help: 'Requests to a subgraph that were asked again', labelNames: ['subgraph'], registers }),
    subscribers: new Gauge({ name: 'microplate_gateway_subscribers', help: 'Open subscriptions of clients', registers }),
    upstreams: new Gauge({ name: 'microplate_gateway_upstreams', help: 'Open subscriptions to subgraphs', registers }),
  };
};
