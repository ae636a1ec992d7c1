import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { silentLogger } from '@microplate/platform/logging';
import { compose, readSubgraphs } from '../src/composition/compose.ts';
import { createSchemaWatch } from '../src/composition/schema-watch.ts';
import { accessToken, createFederation, SDL, type Federation } from './federation.ts';

const supergraph = (change: Partial<Record<keyof typeof SDL, (sdl: string) => string>> = {}): string => compose(
  Object.entries(SDL).map(([name, sdl]) => ({ name, url: `http://${name}.test/graphql`, sdl: change[name as 'auth']?.(sdl) ?? sdl }))).supergraphSdl;
const WITHOUT_PLACE = supergraph({ labware: (sdl) => sdl.replace('place: String ', '') });

describe('a schema that changes while the gateway runs', () => {
  let federation: Federation;
  const ask = (query: string) => federation.post(query, { token: accessToken() });
  beforeEach(async () => { federation = await createFederation({ settings: { RATE_PER_USER: '100000', RATE_PER_ADDRESS: '100000' } }); });
  afterEach(() => federation.dispose());

  test('what is new can be asked for, what is gone can not, and no request under load is dropped', async () => {
    const answers: { status: number; errors?: unknown }[] = [];
    let going = true;
    const load = Array.from({ length: 4 }, async () => { while (going) { answers.push(await ask('{ plates { id label picture } }')); await wait(1); } });
    try {
      await federation.gateway.swap(WITHOUT_PLACE);
      expect((await ask('{ plates { place } }')).errors![0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      for (let i = 0; i < 3; i += 1) { await federation.gateway.swap(supergraph()); await wait(100); }
      expect((await ask('{ plates { place } }')).data.plates[0].place).toMatch(/^place of/);
    } finally {
      going = false;
      await Promise.all(load);
    }
    expect(answers.length).toBeGreaterThan(4);
    expect(answers.filter(({ status, errors }) => status !== 200 || errors)).toEqual([]);
  }, 30_000);

  test('a request that was under way ends as it began', async () => {
    const { promise: free, resolve: release } = Promise.withResolvers<void>();
    const { labware } = federation.subgraphs;
    federation.override.labware = async (request) => { await free; return labware.fetch(request); };
    const answer = ask('{ plates { place } }');
    await wait(100);
    await federation.gateway.swap(WITHOUT_PLACE);
    release();
    expect(await answer).toMatchObject({ status: 200, data: { plates: [{ place: expect.any(String) }, {}, {}] } });
  });

  test('a broken one is refused and the old one stays', async () => {
    for (const broken of ['type Query {', 'type Query { a: Int }', '']) await expect(federation.gateway.swap(broken)).rejects.toThrow();
    expect((await ask('{ plates { place } }')).data.plates).toHaveLength(3);
  });
});

describe('watching the schema files', () => {
  const LABWARE = 'type Query { shelf: String }';
  let folder: string;
  let watch: ReturnType<typeof createSchemaWatch>;
  const told: string[] = [];
  const roverFile = () => path.join(folder, 'rover.yaml');
  const until = async (holds: () => boolean) => { for (let i = 0; i < 100 && !holds(); i += 1) await wait(50); };
  beforeEach(async () => {
    told.length = 0;
    folder = await mkdtemp(path.join(tmpdir(), 'schema-watch-'));
    await mkdir(path.join(folder, 'schema'));
    await writeFile(path.join(folder, 'schema/labware.graphql'), LABWARE);
    await writeFile(roverFile(), 'federation_version: =2.14.4\nsubgraphs: { labware: { routing_url: "http://labware.test/graphql", schema: { file: ./schema/labware.graphql } } }');
    watch = createSchemaWatch({ roverFile: roverFile(), first: compose(readSubgraphs(roverFile())).supergraphSdl, logger: silentLogger() });
    watch.start(async (sdl) => { told.push(sdl); });
  });
  afterEach(async () => { await watch.dispose(); await rm(folder, { recursive: true }); });

  test('a change that composes is told once it has settled; one that does not compose, or changes nothing, is not', async () => {
    const file = path.join(folder, 'schema/labware.graphql');
    await writeFile(file, 'type Query {');
    await wait(400);
    await writeFile(file, LABWARE);
    await wait(400);
    await writeFile(file, `${LABWARE}\nextend type Query { half`);
    await writeFile(file, `${LABWARE}\nextend type Query { brandNew: Int }`);
    await until(() => told.length > 0);
    expect(told).toEqual([expect.stringContaining('brandNew')]);
  }, 20_000);
});
