import { randomUUID } from 'node:crypto';
import { codeOf, createStand, viewer, type Stand } from './stand.ts';

const WELLS = JSON.stringify(Array.from({ length: 96 }, (_, i) => ({
  name: `${'ABCDEFGH'[Math.floor(i / 12)]}${(i % 12) + 1}`, row: 'ABCDEFGH'[Math.floor(i / 12)], column: (i % 12) + 1, class: 'FLOWING', predicted: 'FLOWING', confidence: 0.9, centre: { x: 1, y: 2 }, radius: 3 })));
const MODEL = JSON.stringify({ name: 'm', version: '1', sha256: 'b'.repeat(64), validated: false, classes: ['FLOWING'] });

/** Completed runs straight into the tables, the wells of all in one statement. */
const addRuns = async (stand: Stand, runs: { plateId?: string; imageId?: string; sampleNo?: string; labId?: string }[], from = '2026-01-01T00:00:00Z') => {
  const rows = JSON.stringify(runs.map((run, i) => ({ id: randomUUID(), lab_id: 'default', plate_id: randomUUID(), image_id: randomUUID(), sample_no: 'S1',
    ...(run.plateId ? { plate_id: run.plateId } : {}), ...(run.imageId ? { image_id: run.imageId } : {}), ...(run.sampleNo ? { sample_no: run.sampleNo } : {}), ...(run.labId ? { lab_id: run.labId } : {}), i })));
  return stand.sql<{ id: string }>(
    `with given as (select * from jsonb_to_recordset(?::jsonb) as x(id uuid, lab_id text, plate_id uuid, image_id uuid, sample_no text, i int)),
       added as (insert into run (lab_id, id, status, progress, trace, image_id, photo_sha256, plate_id, sample_no, threshold, priority, model, layout_version,
         requested_by, requested_at, input_hash, attempts, confidence)
       select lab_id, id, 'COMPLETED', 100, '[]', image_id, 'x', plate_id, sample_no, 0.5, 5, ?::jsonb, 'default-1', gen_random_uuid(),
         ?::timestamptz + i * interval '1 minute', 'h', 1, 0.9 from given returning lab_id, id),
       read as (insert into reading select lab_id, id, 1, 1, '{}', ?::jsonb from added)
     select id from given order by i desc`, [rows, MODEL, from, WELLS]);
};

describe('lists of runs', () => {
  let stand: Stand;
  const plates = Array.from({ length: 20 }, () => randomUUID());
  beforeAll(async () => {
    stand = await createStand({ INFERENCE_WORKER: 'none' });
    await addRuns(stand, plates.flatMap((plateId) => [{ plateId, sampleNo: 'MANY' }, { plateId, sampleNo: 'MANY' }, { plateId, sampleNo: 'MANY' }]));
    await addRuns(stand, [{ plateId: plates[0], labId: 'other' }]);
  });
  afterAll(() => stand.dispose());

  const statements = async () => Number(/^microplate_sql_statements_total\{.*\} (\d+)/m.exec(await (await stand.subgraph.fetch(new Request('http://inference.test/metrics'))).text())![1]);
  const page = (variables: Record<string, unknown>) => stand.query(
    'query ($first: Int, $after: String, $filter: RunFilter) { runs(first: $first, after: $after, filter: $filter) { edges { cursor node { id requestedAt sample { sampleNo } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }', variables, viewer());

  test('go through all runs, newest first, each once', async () => {
    const seen: any[] = [];
    for (let after: string | null = null; ;) {
      const { runs }: any = (await page({ first: 7, after, filter: { sampleNo: 'MANY' } })).data;
      expect(runs.pageInfo).toMatchObject({ hasPreviousPage: after !== null, endCursor: runs.edges.at(-1).cursor });
      seen.push(...runs.edges.map((edge: any) => edge.node));
      if (!runs.pageInfo.hasNextPage) break;
      after = runs.pageInfo.endCursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
    expect(seen.map(({ requestedAt }) => requestedAt)).toEqual(seen.map(({ requestedAt }) => requestedAt).toSorted().reverse());
  });

  test('can be narrowed, and refuse what is no page', async () => {
    expect((await page({ filter: { plateId: plates[3] } })).data.runs.edges).toHaveLength(3);
    expect((await page({ filter: { plateId: plates[3], status: 'FAILED' } })).data.runs.edges).toEqual([]);
    expect((await page({ filter: { plateId: 'nonsense' } })).data.runs.edges).toEqual([]);
    expect((await page({ filter: { sampleNo: 'NOBODY' } })).data.runs.edges).toEqual([]);
    for (const wrong of [{ first: -1 }, { first: 101 }, { after: 'nonsense' }, { after: Buffer.from('["run","x","y"]').toString('base64url') }, { after: Buffer.from('["sample","x"]').toString('base64url') }, { filter: { sampleNo: 'a\u0000' } }]) {
      expect(codeOf(await page(wrong))).toBe('BAD_USER_INPUT');
    }
  });

  const ENTITIES = `query ($refs: [_Any!]!, $after: String) { _entities(representations: $refs) { ... on Plate { id runs(first: 2, after: $after) {
    edges { cursor node { id model { version } plate { id } wells { name class confidence centre { x } } annotatedImage { url } } } pageInfo { hasNextPage endCursor } } } } }`;
  const askPlates = (ids: string[], after?: string) => stand.query(ENTITIES, { refs: ids.map((id) => ({ __typename: 'Plate', id })), after }, viewer());

  test('of one plate and of twenty cost the same statements, wells included', async () => {
    const cost = async (ids: string[]) => { const before = await statements(); const answer = await askPlates(ids); return { answer, cost: await statements() - before }; };
    const [one, twenty] = [await cost(plates.slice(0, 1)), await cost(plates)];
    expect(one.cost).toBe(twenty.cost);
    expect(twenty.cost).toBeLessThanOrEqual(4);
    const entities = twenty.answer.data._entities;
    expect(entities.map(({ id }: any) => id)).toEqual(plates);
    for (const { id, runs } of entities) {
      expect(runs.edges).toHaveLength(2);
      expect(runs.pageInfo.hasNextPage).toBe(true);
      for (const { node } of runs.edges) { expect(node.plate.id).toBe(id); expect(node.wells).toHaveLength(96); }
    }
  });

  test('of a plate go on after a cursor', async () => {
    const first = (await askPlates([plates[5]])).data._entities[0].runs;
    const rest = (await askPlates([plates[5]], first.pageInfo.endCursor)).data._entities[0].runs;
    expect(rest.edges).toHaveLength(1);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  test('of a photo, an unknown plate and many run entities', async () => {
    const imageId = randomUUID();
    const [{ id }] = await addRuns(stand, [{ imageId }], '2025-01-01T00:00:00Z');
    const { data } = await stand.query('query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Image { runs { edges { node { id } } } } ... on Plate { runs { edges { node { id } } } } ... on Run { id status wells { name } } } }',
      { refs: [{ __typename: 'Image', id: imageId }, { __typename: 'Plate', id: randomUUID() }, { __typename: 'Plate', id: 'x' }, { __typename: 'Run', id }, { __typename: 'Run', id: randomUUID() }, { __typename: 'Run', id: 'x' }] }, viewer());
    expect(data._entities).toMatchObject([{ runs: { edges: [{ node: { id } }] } }, { runs: { edges: [] } }, { runs: { edges: [] } }, { id, status: 'COMPLETED' }, null, null]);
    expect(data._entities[3].wells).toHaveLength(96);
  });

  test('models list the default first', async () => {
    const { data } = await stand.query('{ models { name version sha256 validated classes isDefault trainedOn parameters metrics { measuredOn figures { name value } } } }', {}, viewer());
    expect(data.models.map((model: any) => model.isDefault)).toEqual(data.models.map((_: unknown, index: number) => index === 0));
    expect(data.models[0]).toMatchObject({ parameters: expect.any(Number), trainedOn: expect.any(String), name: 'well-classifier', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), validated: expect.any(Boolean), classes: expect.arrayContaining(['FLOWING', 'NON_FLOWING']) });
    const { metrics } = data.models[0];
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics[0].figures).toEqual(expect.arrayContaining([{ name: expect.any(String), value: expect.any(Number) }]));
  });

  test('a run\'s model tells what its card tells, and its record alone where the card is gone', async () => {
    const [{ id }] = await addRuns(stand, [{}]);
    const { data } = await stand.query('query ($id: ID!) { run(id: $id) { model { name version validated isDefault trainedOn parameters metrics { measuredOn } } flags { code } wells { flowing measurements { glare } } } }', { id }, viewer());
    expect(data.run.model).toEqual({ name: 'm', version: '1', validated: false, isDefault: false, trainedOn: null, parameters: null, metrics: [] });
    expect([data.run.flags, data.run.wells[0]]).toEqual([[], { flowing: null, measurements: null }]);
  });
});
