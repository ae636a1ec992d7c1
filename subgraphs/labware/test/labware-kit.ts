import { silentLogger, type Logger } from '@microplate/platform/logging';
import { callerOf, createTestDatabase, testIdentity } from '@microplate/platform/testing';
import { createLabwareDeps, createLabwareSubgraph, readLabwareSettings } from '../src/subgraph.ts';
import { createFakeResults, type FakeResults } from './fake-results.ts';

const key = (name: string) => name.padEnd(32, '.');

/** The secrets of a test's labware. */
export const KEYS = { SERVICE_KEY_GATEWAY_LABWARE: key('gateway-labware'), SERVICE_KEY_LABWARE_RESULTS: key('labware-results'), FILE_KEY_LABWARE: key('files') };

export const GENERATE = `mutation($input: GenerateInterfaceFileInput!) { generateInterfaceFile(input: $input) {
  id fileName sha256 byteSize status content downloadUrl dialect policy testNumber warnings sample { sampleNo } generatedBy { id } generatedAt } }`;

export const operator = testIdentity({ permissions: ['results:view', 'interface:generate'] });

export interface KitOptions { url?: string; results?: FakeResults; now?: () => Date; environment?: Record<string, string>; logger?: Logger }

/** A started labware subgraph over its own database (or a sibling's, by `url`) and a results service that tests set. */
export const openLabware = async ({ url, results = createFakeResults(KEYS.SERVICE_KEY_LABWARE_RESULTS), now, environment = {}, logger = silentLogger() }: KitOptions = {}) => {
  const database = url ?? (await createTestDatabase()).url;
  const settings = readLabwareSettings({
    ...KEYS, DATABASE_URL_LABWARE: database, PUBLIC_URL: 'http://plates.test', ...environment,
  });
  const deps = await createLabwareDeps(settings, { logger, fetch: { results: results.fetch }, now });
  const subgraph = createLabwareSubgraph(deps);
  await subgraph.start();
  const caller = callerOf(subgraph, { key: KEYS.SERVICE_KEY_GATEWAY_LABWARE });
  const generate = (input: Record<string, unknown>, identity = operator) => caller.query(GENERATE, { input }, identity);
  /** SQL statements sent so far. */
  const statements = async () => Number(/^microplate_sql_statements_total\S* (\d+)/m.exec(await (await subgraph.fetch(new Request('http://labware.test/metrics'))).text())![1]);
  return { url: database, results, deps, subgraph, caller, generate, statements };
};

export type Labware = Awaited<ReturnType<typeof openLabware>>;
