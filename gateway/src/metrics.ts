import { Counter, createMetrics, Gauge, Histogram, observerOf, type Metrics } from '@microplate/platform/telemetry';

export interface GatewayMetrics extends Metrics {
  /** Seconds of an operation, by its outcome and by its name. Names are clients' to choose, so only the first hundred that signed-in people use are labels of their own. */
  observeOperation(operation: { name?: string | null; signedIn: boolean; outcome: string; seconds: number }): void;
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
    observeOperation: operationObserver(metrics.operationSeconds, new Histogram({
      name: 'microplate_gateway_operation_seconds', help: 'Time of an operation in seconds, by its name', labelNames: ['operation', 'outcome'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers,
    })),
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

const operationObserver = (operationSeconds: Histogram<'outcome'>, namedSeconds: Histogram<'operation' | 'outcome'>): GatewayMetrics['observeOperation'] => {
  const nameLabel = createNameLabel();
  const known = new Map<string, { byOutcome: (seconds: number) => void; byName: (seconds: number) => void }>();
  return ({ name, signedIn, outcome, seconds }) => {
    const operation = nameLabel(name, signedIn);
    const key = `${outcome} ${operation}`;
    let labelled = known.get(key);
    if (!labelled) known.set(key, labelled = { byOutcome: observerOf(operationSeconds, { outcome }), byName: observerOf(namedSeconds, { operation, outcome }) });
    labelled.byOutcome(seconds);
    labelled.byName(seconds);
  };
};

const createNameLabel = () => {
  const known = new Set<string>();
  return (name: string | null | undefined, signedIn: boolean): string => {
    if (!name) return '';
    if (known.has(name)) return name;
    if (!signedIn || known.size >= MOST_NAMES || name.length > 80) return 'other';
    known.add(name);
    return name;
  };
};
