import { Counter, createMetrics, Gauge, Histogram, type Metrics } from '@microplate/platform/telemetry';

export interface GatewayMetrics extends Metrics {
  /** Seconds of each operation by its name; see `nameLabel`. */
  namedSeconds: Histogram<'operation' | 'outcome'>;
  /** The label for an operation's name: names are clients' to choose, so only the first hundred that signed-in people use have one of their own. */
  nameLabel(name: string | null | undefined, signedIn: boolean): string;
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
    nameLabel: createNameLabel(),
    namedSeconds: new Histogram({
      name: 'microplate_gateway_operation_seconds', help: 'Time of an operation in seconds, by its name', labelNames: ['operation', 'outcome'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers,
    }),
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

const MOST_NAMES = 100;

const createNameLabel = (): GatewayMetrics['nameLabel'] => {
  const known = new Set<string>();
  return (name, signedIn) => {
    if (!name) return '';
    if (known.has(name)) return name;
    if (!signedIn || known.size >= MOST_NAMES || name.length > 80) return 'other';
    known.add(name);
    return name;
  };
};
