import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessToken, createFederation, type Federation } from './federation.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
interface Span { name: string; traceId: string; spanId: string; parentSpanId?: string; kind: number }

const startCollector = async () => {
  const spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    for (const { scopeSpans } of JSON.parse(Buffer.concat(chunks).toString()).resourceSpans) spans.push(...scopeSpans.flatMap((scope: { spans: Span[] }) => scope.spans));
    response.end('{}');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { spans, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
};

const numbersOf = async (federation: Federation) => (await federation.gateway.side.fetch(new Request('http://g/metrics'))).text();

test('a trace goes from the client through the gateway into each subgraph, and nothing of the person is in it', async () => {
  const collector = await startCollector();
  const federation = await createFederation({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint } });
  const answer = await federation.post('query Traced { plates { id place } }', { token: accessToken(), headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } });
  expect(answer.data.plates[0].place).toBeTruthy();
  await federation.dispose();
  await collector.close();
  const one = (name: string) => collector.spans.find((span) => span.name === name)!;
  const [door, execute, results, labware] = ['POST /graphql', 'execute', 'subgraph results', 'subgraph labware'].map(one);
  expect([door.parentSpanId, execute.parentSpanId, results.parentSpanId, labware.parentSpanId]).toEqual(['00f067aa0ba902b7', door.spanId, execute.spanId, execute.spanId]);
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  const sent = federation.calls.find(({ service, path }) => service === 'labware' && path === '/graphql')!;
  expect(sent.headers.get('traceparent')).toBe(`00-${TRACE}-${labware.spanId}-01`);
  expect(JSON.stringify(collector.spans)).not.toMatch(/ada|7b1c9f4e/);
});

test('a slow operation is logged with its plan, a quick one is not', async () => {
  const federation = await createFederation({ settings: { SLOW_OPERATION_MS: '150' } });
  const { labware } = federation.subgraphs;
  await federation.post('query Quick { plates { id } }', { token: accessToken() });
  federation.override.labware = async (request) => { await new Promise((resolve) => { setTimeout(resolve, 200); }); return labware.fetch(request); };
  await federation.post('query Slow { plates { id place } }', { token: accessToken() });
  const slow = federation.logs.filter(({ message }) => message === 'a slow operation');
  expect(slow).toEqual([expect.objectContaining({ operation: 'Slow', plan: expect.stringContaining('Fetch(service: "labware")') })]);
  await federation.dispose();
});

test('operations are counted by name, as many names as are bounded, and only those of people who signed in', async () => {
  const federation = await createFederation({ settings: { RATE_PER_USER: '100000', RATE_PER_ADDRESS: '100000' } });
  await federation.post('query Nobodys { imageCount }', {});
  for (let i = 0; i < 105; i += 1) await federation.post(`query Name${i} { plates { id } }`, { token: accessToken() });
  const numbers = await numbersOf(federation);
  const names = new Set([...numbers.matchAll(/microplate_gateway_operation_seconds_count\{.*?operation="(\w*)"/g)].map(([, name]) => name));
  expect([names.has('Name1'), names.has('other'), names.has('Nobodys'), names.size]).toEqual([true, true, false, 101]);
  expect(numbers).toMatch(/microplate_gateway_subgraph_seconds_count\{.*subgraph="results".*\} 105/);
  await federation.dispose();
}, 20_000);
