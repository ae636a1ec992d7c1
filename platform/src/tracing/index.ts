import { noTracing, type Tracing } from './tracing.ts';

export { noTracing, type SpanHandle, type SpanOptions, type Tracing } from './tracing.ts';

/** Settings of tracing, as `serviceShape` has them; without an endpoint nothing is traced, and OpenTelemetry is not loaded. */
export interface TracingSettings { OTEL_EXPORTER_OTLP_ENDPOINT?: string; OTEL_TRACES_SAMPLER_ARG: number }

export const createTracing = async (service: string, settings: TracingSettings): Promise<Tracing> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = settings;
  if (!endpoint) return noTracing;
  const { createOtlpTracing } = await import('./otlp-tracing.ts');
  return createOtlpTracing({ service, endpoint, share });
};
