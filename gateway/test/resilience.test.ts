import { setTimeout as wait } from 'node:timers/promises';
import { accessToken, createFederation, type Federation } from './federation.ts';

const REST_MS = 150;
const QUERY = '{ plates { id place } }';

let federation: Federation;
let token: string;
const ask = async () => {
  const began = performance.now();
  const answer = await federation.post(QUERY, { token });
  return { ...answer, ms: performance.now() - began, codes: [...new Set((answer.errors ?? []).map(({ extensions }) => `${extensions.code} ${extensions.serviceName}`))] };
};
const circuit = async () => /circuit_open\{[^}]*labware[^}]*\} (\d)/.exec(await (await federation.gateway.side.fetch(new Request('http://g/metrics'))).text())?.[1];

beforeEach(async () => {
  token = accessToken();
  federation = await createFederation({ settings: { SUBGRAPH_TIMEOUT_MS: '250', SUBGRAPH_REST_MS: String(REST_MS), SUBGRAPH_FAILURES: '3', RATE_LIMIT_PER_USER: '100000', RATE_LIMIT_PER_ADDRESS: '100000' } });
});
afterEach(() => federation.dispose());

test('a subgraph that hangs: the other fields answer within the deadline, then at once, and all is well when it is back', async () => {
  federation.override.labware = () => new Promise(() => {});
  const first = await ask();
  expect([first.status, first.data.plates[0].id, first.data.plates[0].place, first.codes]).toEqual([200, expect.any(String), null, ['GATEWAY_TIMEOUT labware']]);
  expect(first.ms).toBeLessThan(1000);
  await Promise.all([ask(), ask()]);
  const shut = await ask();
  expect([shut.data.plates[0].place, shut.codes, await circuit()]).toEqual([null, ['SERVICE_UNAVAILABLE labware'], '1']);
  expect(shut.ms).toBeLessThan(200);
  delete federation.override.labware;
  await wait(REST_MS + 50);
  expect((await ask()).data.plates[0].place).toMatch(/^place of/);
  expect(await circuit()).toBe('0');
});

test('while a subgraph hangs nothing piles up: of a hundred requests a handful reach it, and none waits', async () => {
  let [reached, waiting] = [0, 0];
  // As a subgraph at work holds its request: the signal of one that was collected tells nobody.
  const held: Request[] = [];
  federation.override.labware = (request) => {
    reached += 1;
    waiting += 1;
    held.push(request);
    request.signal.addEventListener('abort', () => { waiting -= 1; }, { once: true });
    return new Promise(() => {});
  };
  const began = performance.now();
  for (let i = 0; i < 100; i += 1) await ask();
  await wait(50);
  expect(reached).toBeLessThan(4 + (performance.now() - began) / REST_MS);
  expect(waiting).toBe(0);
}, 30_000);

test('a query that met a broken connection, or an answer that is no GraphQL, is asked again and answers whole', async () => {
  for (const broken of [() => Promise.reject(new TypeError('fetch failed')), async () => new Response('Bad Gateway', { status: 502 })]) {
    let left = 1;
    const labware = federation.subgraphs.labware;
    federation.override.labware = (request) => (left-- > 0 ? broken() : labware.fetch(request));
    const answer = await ask();
    expect([answer.codes, answer.data.plates[0].place]).toEqual([[], expect.stringMatching(/^place of/)]);
  }
});

test('a mutation that met one is not sent twice', async () => {
  let sent = 0;
  federation.override.auth = async () => { sent += 1; throw new TypeError('fetch failed'); };
  const { errors } = await federation.post('mutation { login(login: "ada") }', {});
  expect([sent, errors![0].extensions]).toEqual([1, expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', serviceName: 'auth' })]);
});
