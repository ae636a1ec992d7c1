import { noTracing, type Tracing } from '@microplate/platform/tracing';
import type { DataSource } from './subgraph-data-source.ts';

/** A data source whose requests are spans, each the parent of what its subgraph does. */
export const tracedSource = (source: DataSource, service: string, tracing: Tracing): DataSource => {
  if (tracing === noTracing) return source;
  return (request, context) => tracing.span(`subgraph ${service}`, { kind: 'client', attributes: { 'microplate.subgraph': service } }, async (span) => {
    const answer = await source(request, context);
    if (answer.errors?.length) span.fail('errors');
    return answer;
  });
};
