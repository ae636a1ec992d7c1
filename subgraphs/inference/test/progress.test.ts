import { createStand, codeOf, operator, queueRun, type Stand } from './stand.ts';

const PROGRESS = 'subscription ($id: ID!) { runProgress(runId: $id) { id status step progress confidence annotatedImage { url } wells { name } failure { code } } }';

describe('runProgress', () => {
  let stand: Stand;
  beforeAll(async () => { stand = await createStand(); });
  afterAll(() => stand.dispose());

  const follow = async (id: string) => {
    const seen: any[] = [];
    for await (const { data, errors } of stand.subscribe(PROGRESS, { id }, operator())) seen.push(errors ? { errors } : (data as any).runProgress);
    return seen;
  };

  test('shows the state at once, every step, then the end', async () => {
    const busy = await queueRun(stand, { imageId: stand.images.store({ ms: 50 }) });
    const id = await queueRun(stand, { imageId: stand.images.store() });
    const seen = await follow(id);
    expect(seen.map(({ status, step, progress }) => [status, step, progress])).toEqual([
      ['QUEUED', null, 0], ['PROCESSING', 'loading', 1], ['PROCESSING', 'loading', 5], ['PROCESSING', 'finding plate', 25],
      ['PROCESSING', 'cutting wells', 55], ['PROCESSING', 'classifying', 75], ['COMPLETED', 'drawing', 95], ['COMPLETED', null, 100]]);
    expect(seen[5]).toMatchObject({ confidence: null, annotatedImage: null, wells: [] });
    expect(seen[6].wells).toHaveLength(96);
    expect(seen[7]).toMatchObject({ confidence: 0.93, annotatedImage: { url: expect.any(String) } });
    expect((await follow(busy)).at(-1)).toMatchObject({ status: 'COMPLETED' });
  });

  test('of a run that has ended is one state, and the end', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store({ refuse: 'NO_PLATE_FOUND' }) });
    await stand.untilRun(id, 'FAILED');
    expect(await follow(id)).toMatchObject([{ status: 'FAILED', step: null, failure: { code: 'NO_PLATE_FOUND' } }]);
  });

  test('ends when the run is cancelled', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store({ ms: 5000 }) });
    await stand.untilRun(id, 'PROCESSING');
    const seen = follow(id);
    await stand.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id }, operator());
    expect((await seen).at(-1)).toMatchObject({ status: 'CANCELLED' });
  });

  test('of an unknown run is NOT_FOUND', async () => {
    for (const id of ['nonsense', '00000000-0000-4000-8000-000000000000']) {
      const [first] = await follow(id);
      expect(codeOf(first)).toBe('NOT_FOUND');
    }
  });
});
