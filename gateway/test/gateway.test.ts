import { serve, type Listening } from '@microplate/platform/http';
import { waitFor } from '@microplate/platform/testing';
import { accessToken, createFederation, type Call, type Federation } from './federation.ts';
import { openDoor } from './socket-client.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation({ settings: { SUBGRAPH_TIMEOUT_MS: '300', SUBGRAPH_FAILURES: '1000' } }); });
afterAll(() => federation.dispose());
beforeEach(() => { federation.calls.length = 0; for (const name of Object.keys(federation.override)) delete federation.override[name as 'auth']; });

const get = (path: string, headers: Record<string, string> = {}) => federation.gateway.fetch(new Request(`http://gateway.test${path}`, { headers }));
const LIST = '{ plates(first: 20) { id picture place owner { name } parent { picture place owner { name } } } }';

test('one _entities call for each subgraph and level, however many plates', async () => {
  const answer = await federation.post(LIST, { token: accessToken() });
  expect(answer.errors).toBeUndefined();
  expect(answer.data.plates).toHaveLength(20);
  expect(answer.data.plates[19]).toMatchObject({ id: 'p20', picture: 'picture of p20', owner: { name: 'name u1' }, parent: { place: 'place of p20x', owner: { name: 'name u1' } } });
  const graphql = federation.calls.filter(({ path }) => path === '/graphql');
  const byService = (name: string) => graphql.filter(({ service }) => service === name).length;
  // Plates and their parents are two paths of one level.
  expect([byService('results'), byService('images'), byService('labware'), byService('auth')]).toEqual([1, 1, 1, 1]);
  const representationsOf = ({ body }: Call) => Object.entries(body?.variables ?? {}).filter(([name]) => name.startsWith('representations')).map(([, list]) => (list as unknown[]).length);
  // 20 plates, 20 parents; their one owner is asked for once on each path.
  expect(graphql.map((call) => [call.service, ...representationsOf(call)]).sort()).toEqual([['auth', 1, 1], ['images', 20, 20], ['labware', 20, 20], ['results']]);
  // The same id on every hop.
  expect(new Set(graphql.map(({ headers }) => headers.get('x-request-id'))).size).toBe(1);
});

test('@apollo/gateway executes instead of our engine where EXECUTOR says so', async () => {
  const stock = await createFederation({ settings: { EXECUTOR: 'stock' } });
  try {
    const [ours, theirs] = [await federation.post(LIST, { token: accessToken() }), await stock.post(LIST, { token: accessToken() })];
    expect(theirs.data).toEqual(ours.data);
    // It asks for plates and for their parents apart.
    expect(stock.calls.filter(({ service, path }) => service === 'labware' && path === '/graphql')).toHaveLength(2);
    expect((await stock.post('{ public __schema { queryType { name } } notFound { id } }', { token: accessToken() })).data).toEqual({ public: 'open', __schema: { queryType: { name: 'Query' } }, notFound: null });
  } finally {
    await stock.dispose();
  }
});

test('a subgraph that is dead costs its own fields alone, and is named', async () => {
  federation.override.labware = async () => { throw new TypeError('fetch failed'); };
  const { status, data, errors } = await federation.post('{ plate(id: "p1") { label picture place } shelf }', { token: accessToken() });
  expect([status, data]).toEqual([200, { plate: { label: 'plate p1', picture: 'picture of p1', place: null }, shelf: null }]);
  for (const { extensions } of errors!) expect(extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', serviceName: 'labware' });
});

test.each([
  ['an error page', async () => new Response('<html>502</html>', { status: 502 })],
  ['rubbish', async () => new Response('ok')],
  ['null', async () => Response.json(null)],
  ['a refusal of the gateway itself', async () => Response.json({ errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 })],
])('a subgraph that answers with %s is unavailable', async (_what, answer) => {
  federation.override.labware = answer;
  const { status, data, errors } = await federation.post('{ public shelf }');
  expect([status, data, errors?.[0].extensions.code]).toEqual([200, { public: 'open', shelf: null }, 'SERVICE_UNAVAILABLE']);
});

test('a subgraph that hangs is waited for so long and no longer', async () => {
  const hanging = Promise.withResolvers<Response>();
  federation.override.labware = () => hanging.promise;
  const start = performance.now();
  const { data, errors } = await federation.post('{ public shelf }');
  expect(performance.now() - start).toBeLessThan(1500);
  expect([data, errors?.[0].extensions]).toEqual([{ public: 'open', shelf: null }, { code: 'GATEWAY_TIMEOUT', serviceName: 'labware' }]);
  hanging.resolve(new Response());
});

test('an answer that stops in the middle is waited for no longer either', async () => {
  federation.override.labware = async () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{"da')) }));
  expect((await federation.post('{ public shelf }')).errors?.[0].extensions.code).toBe('GATEWAY_TIMEOUT');
});

test('coded errors keep code and path; everything else is masked', async () => {
  const { data, errors } = await federation.post('{ notFound { id } boom plates(first: 2) { broken } }', { token: accessToken() });
  expect(data).toEqual({ notFound: null, boom: null, plates: [{ broken: null }, { broken: null }] });
  const byPath = Object.fromEntries(errors!.map((error) => [error.path?.join('.'), error]));
  expect(byPath.notFound).toMatchObject({ message: 'There is no plate "p9" in your lab.', extensions: { code: 'NOT_FOUND', kind: 'plate', id: 'p9', serviceName: 'results' } });
  expect(byPath.boom.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  expect(byPath['plates.1.broken'].extensions.code).toBe('INTERNAL_SERVER_ERROR');
  expect(JSON.stringify(errors)).not.toMatch(/secret|hunter2|stack/);
});

test.each([
  ['no code', {}], ['a code that is not of the list', { code: 'ER_DUP_ENTRY' }], ['an inner failure', { code: 'INTERNAL_SERVER_ERROR', stacktrace: ['secret'] }],
])('a subgraph\'s error with %s is masked here, whatever the subgraph did', async (_what, extensions) => {
  federation.override.labware = async () => Response.json({ data: { shelf: null }, errors: [{ message: 'secret detail', path: ['shelf'], extensions }] });
  const { errors } = await federation.post('{ shelf }');
  expect(errors).toEqual([{ message: expect.stringContaining('on our side'), path: ['shelf'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
});

test('an entity that is gone is null', async () => {
  expect((await federation.post('{ plate(id: "none") { id picture } }', { token: accessToken() })).data).toEqual({ plate: null });
});

test('health is the process, ready is the subgraphs too, metrics are counted', async () => {
  expect((await get('/health')).status).toBe(200);
  expect((await get('/ready')).status).toBe(200);
  federation.override.inference = async () => new Response('', { status: 503 });
  federation.override.labware = async () => { throw new TypeError('fetch failed'); };
  const ready = await get('/ready');
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', service: 'gateway', services: { auth: 'ready', images: 'ready', labware: 'not ready', results: 'ready', inference: 'not ready' } }]);
  await federation.post('{ public }');
  const numbers = await (await federation.gateway.side.fetch(new Request('http://g/metrics'))).text();
  expect((await get('/metrics')).status).toBe(404);
  expect(numbers).toMatch(/microplate_graphql_operation_seconds_count\{.*outcome="ok".*\} \d+/);
  expect(numbers).toMatch(/microplate_gateway_subgraph_seconds_count\{.*subgraph="results".*\} \d+/);
});

test('GraphiQL is served to browsers and loads nothing from elsewhere', async () => {
  const response = await get('/graphql', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
  const page = await response.text();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(page).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)=["']?https?:/i);
  expect(page).not.toMatch(/@import\s+["']?https?:|url\(\s*["']?https?:/i);
  expect(page).toContain("connection_init");
  const script = page.slice(page.lastIndexOf('YogaGraphiQL.renderYogaGraphiQL('), page.lastIndexOf('</script>'));
  expect(() => new Function('YogaGraphiQL', 'window', script)).not.toThrow();
});

test('a subgraph that restarts on its port loses no event of an open subscription', async () => {
  let results: Listening | undefined;
  const others: Listening[] = [];
  const networked = await createFederation({ network: async (subgraphs) => {
    const auth = await serve(subgraphs.auth.fetch, { port: 0 });
    others.push(auth);
    results = await serve(subgraphs.results.fetch, { port: 0 });
    return { AUTH_URL: auth.url, RESULTS_URL: results.url };
  } });
  const door = await openDoor(networked);
  try {
    const one = door.subscribe(door.client(accessToken()), 'subscription { plateEvents(plateId: "p1") { cursor } }');
    await waitFor('the upstream', () => networked.counts.open === 1);
    networked.log.add();
    await one.reach(1);
    const { port } = results!;
    await results!.close(10);
    await waitFor('the end of the upstream', () => networked.counts.open === 0);
    for (let i = 0; i < 5; i += 1) networked.log.add();
    results = await serve(networked.subgraphs.results.fetch, { port });
    await one.reach(6);
    networked.log.add();
    expect((await one.reach(7)).map(({ data }) => data.plateEvents.cursor)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  } finally {
    await door.close();
    await networked.dispose();
    await Promise.all([results!, ...others].map((one) => one.close(50)));
  }
});
