import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '@microplate/platform/database';
import { createServiceClient, type Fetch } from '@microplate/platform/identity';
import { createLogger } from '@microplate/platform/logging';
import { createSubgraph, type RequestContext } from '@microplate/platform/subgraph';
import { createMetrics } from '@microplate/platform/telemetry';
import { createTestDatabase, testIdentity } from '@microplate/platform/testing';
import { createTracing, noTracing, type Tracing } from '@microplate/platform/tracing';

interface Sent { service: string; name: string; traceId: string; spanId: string; parentSpanId?: string; attributes: Record<string, unknown>; failed: boolean }

/** A collector that takes OTLP over HTTP as JSON. */
const startCollector = async () => {
  const spans: Sent[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    for (const { resource, scopeSpans } of JSON.parse(Buffer.concat(chunks).toString()).resourceSpans) {
      const service = resource.attributes.find(({ key }: { key: string }) => key === 'service.name').value.stringValue;
      for (const span of scopeSpans.flatMap((scope: any) => scope.spans)) {
        spans.push({ service, ...span, failed: span.status?.code === 2, attributes: Object.fromEntries(span.attributes.map(({ key, value }: any) => [key, Object.values(value)[0]])) });
      }
    }
    response.end('{}');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { spans, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
};

const KEY = 'k'.repeat(32);
const logger = createLogger({ service: 'things', level: 'silent' });
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const startThings = async (tracing: Tracing) => {
  const database = await openDatabase({ url: (await createTestDatabase()).url, migrations: [], tracing });
  const subgraph = createSubgraph<RequestContext>({
    name: 'things', typeDefs: 'type Query { answer: Int! broken: Int }', callers: { gateway: KEY }, metrics: createMetrics('things'), tracing, logger,
    resolvers: { Query: {
      answer: async () => (await database.em().execute("select ?::int as value, ? || 'it''s' as text", [42, "O'Secret"]))[0].value,
      broken: async () => { await database.em().execute('select nothing_of_that_name'); return 1; },
    } },
    createContext: (base) => base, ready: async () => {}, start: async () => {}, dispose: () => database.dispose(),
  });
  await subgraph.start();
  return subgraph;
};

describe('tracing', () => {
  test('one trace from the caller through its call and the subgraph to the SQL statement, and no values in it', async () => {
    const collector = await startCollector();
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER_ARG: 1 };
    const [outside, inside] = [await createTracing('gateway', settings), await createTracing('things', settings)];
    const subgraph = await startThings(inside);
    const call = createServiceClient({ issuer: 'gateway', audience: 'things', url: 'http://things', key: KEY, fetch: subgraph.fetch as Fetch, tracing: outside });
    const ask = (field: string) => outside.span('operation', { kind: 'server', parent: new Headers({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }) }, async () =>
      (await call({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: `{ ${field} }` }), identity: testIdentity({ permissions: [] }) })).json());
    expect(await ask('answer')).toMatchObject({ data: { answer: 42 } });
    await ask('broken');
    await subgraph.dispose();
    await outside.dispose();
    await collector.close();

    const of = (service: string, name: string) => collector.spans.filter((span) => span.service === service && span.name === name);
    const [operation] = of('gateway', 'operation');
    const [request] = of('things', 'POST /graphql');
    const sql = of('things', 'sql').find(({ attributes }) => String(attributes['db.query.text']).includes('as value'))!;
    expect([operation.parentSpanId, request.parentSpanId, sql.parentSpanId]).toEqual(['00f067aa0ba902b7', operation.spanId, request.spanId]);
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    expect(sql.attributes['db.query.text']).toBe('select ?::int as value, ? || ? as text');
    expect(of('things', 'sql').filter(({ failed }) => failed)).toHaveLength(1);
  });

  test('is off without an endpoint: the same work, no headers, nothing begun', async () => {
    const tracing = await createTracing('things', { OTEL_TRACES_SAMPLER_ARG: 1 });
    expect(tracing).toBe(noTracing);
    await tracing.span('work', {}, async (span) => { span.set({ a: 1 }); expect(tracing.headers()).toEqual({}); });
  });

  test('health and metrics are not traced, and a request without a trace begins none', async () => {
    const collector = await startCollector();
    const tracing = await createTracing('things', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER_ARG: 1 });
    const subgraph = await startThings(tracing);
    expect((await subgraph.fetch(new Request('http://things/health'))).status).toBe(200);
    await subgraph.dispose();
    await collector.close();
    expect(collector.spans).toEqual([]);
  });
});
