/** What a span may be told while it lasts. */
export interface SpanHandle {
  set(attributes: Record<string, string | number | boolean>): void;
  /** It ends as a failure, whatever its work answers. */
  fail(message: string): void;
}

export interface SpanOptions {
  kind?: 'server' | 'client' | 'internal';
  /** Headers that may carry a W3C `traceparent`; without them the span at hand is the parent. */
  parent?: Headers;
  attributes?: Record<string, string | number | boolean>;
}

/**
 * Traces of one service. Spans nest along asynchronous calls. Off (see `noTracing`) it costs a function call.
 */
export interface Tracing {
  /** Runs `work` in a span that ends with it; a rejection is recorded and passes on. */
  span<T>(name: string, options: SpanOptions, work: (span: SpanHandle) => Promise<T>): Promise<T>;
  /** A span for work that is no promise yet: what it returns ends it. Nothing where no span is at hand. */
  begin(name: string, options: Omit<SpanOptions, 'parent'>): (error?: unknown) => void;
  /** `traceparent` of the span at hand, for a call to another service; empty where there is none. */
  headers(): Record<string, string>;
  /** Sends what is left. */
  dispose(): Promise<void>;
}

const silent: SpanHandle = { set: () => {}, fail: () => {} };
const nothing = () => {};

export const noTracing: Tracing = {
  span: (_name, _options, work) => work(silent), begin: () => nothing, headers: () => ({}), dispose: async () => {},
};
