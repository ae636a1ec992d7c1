import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, defaultTextMapGetter, defaultTextMapSetter, trace, type Context, type Span } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
import type { SpanHandle, SpanOptions, Tracing } from './tracing.ts';

export interface OtlpOptions {
  service: string;
  /** Base address of a collector that takes OTLP over HTTP; spans go to its `/v1/traces`. */
  endpoint: string;
  /** Share of new traces that are kept, 0 to 1; a caller's own choice is followed. */
  share: number;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Several services live in one process, so nothing here is OpenTelemetry's global one. */
export const createOtlpTracing = ({ service, endpoint, share }: OtlpOptions): Tracing => {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'microplate' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }))],
  });
  const tracer = provider.getTracer('microplate');
  const propagator = new W3CTraceContextPropagator();
  const current = new AsyncLocalStorage<Context>();
  const start = (name: string, { kind = 'internal', parent, attributes }: SpanOptions): { span: Span; context: Context } => {
    const above = parent ? propagator.extract(ROOT_CONTEXT, Object.fromEntries(parent), defaultTextMapGetter) : current.getStore() ?? ROOT_CONTEXT;
    const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, above);
    return { span, context: trace.setSpan(above, span) };
  };
  return {
    span: async (name, options, work) => {
      const { span, context } = start(name, options);
      try {
        return await current.run(context, () => work(handleOf(span)));
      } catch (error) {
        fail(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
    begin: (name, options) => {
      if (!current.getStore()) return () => {};
      const { span } = start(name, options);
      return (error) => {
        if (error) fail(span, error);
        span.end();
      };
    },
    headers: () => {
      const headers: Record<string, string> = {};
      const context = current.getStore();
      if (context) propagator.inject(context, headers, defaultTextMapSetter);
      return headers;
    },
    dispose: () => provider.shutdown(),
  };
};

const handleOf = (span: Span): SpanHandle => ({
  set: (attributes) => { span.setAttributes(attributes); },
  fail: (message) => { span.setStatus({ code: SpanStatusCode.ERROR, message }); },
});

/** The kind of failure alone: messages may hold what people typed. */
const fail = (span: Span, error: unknown): void => {
  const name = (error as { code?: unknown } | null)?.code ?? (error as Error | null)?.name ?? 'Error';
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(name) });
};
