import { randomUUID } from 'node:crypto';
import { createFakeReader, type FakeDrift } from './fake-reader.ts';
import { codeOf, createStand, operator, queueRun, viewer, type Stand } from './stand.ts';

const REPLAY = 'query ($id: ID!) { replayRun(id: $id) { run { id } equal differences { what well before after } tolerance { confidence pixels measurement } softwareVersion } }';

describe('a replay', () => {
  let stand: Stand;
  let reader: ReturnType<typeof createFakeReader>;
  const asked: any[] = [];
  beforeAll(async () => {
    reader = createFakeReader();
    stand = await createStand({}, { reader: { ...reader, read: (photo, request) => { asked.push(request); return reader.read(photo, request); } } });
    stand.deps.models.requireRecorded = async () => {};
  });
  afterAll(() => stand.dispose());
  /** The API's reader, as another machine's or of other software. */
  const become = (drift: FakeDrift) => { reader = createFakeReader(drift); };
  const ended = async (input: Record<string, unknown>, status = 'COMPLETED') => { const id = await queueRun(stand, input); await stand.untilRun(id, status); return id; };
  const replay = (id: string, who = operator()) => stand.query(REPLAY, { id }, who);
  beforeEach(() => { become({}); asked.length = 0; });

  test('reads from the record: the recorded models, threshold, calibration and orientation; and is equal', async () => {
    const lines = { imageWidth: 1700, imageHeight: 1200, columns: Array.from({ length: 13 }, (_, i) => 50 + 100 * i), rows: Array.from({ length: 9 }, (_, i) => 50 + 100 * i) };
    await stand.query('mutation ($input: SaveCalibrationInput!) { saveCalibration(input: $input) { id } }', { input: { device: 'camera', lines, orientation: 'TURNED_180' } }, operator());
    const id = await ended({ imageId: stand.images.store({ flags: [{ code: 'DARK', value: 1, bound: 2 }] }), threshold: 0.96, device: 'camera' });
    const runs = await stand.sql('select count(*)::int as n from run');
    const { data, errors } = await replay(id.toUpperCase());
    expect(errors).toBeUndefined();
    expect(data.replayRun).toEqual({ run: { id }, equal: true, differences: [], tolerance: { confidence: 0.001, pixels: 0.1, measurement: 0.005 }, softwareVersion: '0.1.0' });
    const row = await stand.rowOf(id);
    expect(asked).toMatchObject([{ modelVersion: row.model.version, finderVersion: row.finder!.version, threshold: 0.96, calibration: lines, orientation: 'TURNED_180' }]);
    expect(await stand.sql('select count(*)::int as n from run')).toEqual(runs);
  });

  test.each<[string, FakeDrift, object[]]>([
    ['a well read otherwise', { class: true }, [{ what: 'CLASS', well: 'B4', before: 'FLOWING', after: 'NON_FLOWING' }, { what: 'FLOWING', well: 'B4', before: '0.95', after: '0.05' }]],
    ['numbers within the tolerance', { confidence: 0.0009, x: 0.09 }, []],
    ['flags', { flags: [] }, [{ what: 'FLAGS', well: null, before: 'ORIENTATION_UNCERTAIN', after: null }]],
    ['a photo that is refused now', { refuse: 'NO_PLATE_FOUND' }, [{ what: 'FAILURE', well: null, before: null, after: 'NO_PLATE_FOUND' }]],
  ])('by another machine tells %s', async (_, drift, differences) => {
    const id = await ended({ imageId: stand.images.store() });
    become(drift);
    const { replayRun } = (await replay(id)).data;
    expect(replayRun).toMatchObject({ equal: differences.length === 0, differences });
  });

  test('of all wells tells each', async () => {
    const id = await ended({ imageId: stand.images.store() });
    become({ x: 3 });
    const { replayRun } = (await replay(id)).data;
    expect(replayRun.differences).toHaveLength(96);
    expect(replayRun.differences[0]).toEqual({ what: 'CENTRE', well: 'A1', before: '100, 100', after: '103, 100' });
  });

  test('of a refused photo is equal where it is refused alike, and tells where it is read now', async () => {
    const id = await ended({ imageId: stand.images.store({ refuse: 'NO_PLATE_FOUND' }) }, 'FAILED');
    expect((await replay(id)).data.replayRun).toMatchObject({ equal: true, differences: [] });
    become({ refuse: 'MULTIPLE_PLATES' });
    expect((await replay(id)).data.replayRun).toMatchObject({ equal: false, differences: [{ what: 'FAILURE', well: null, before: 'NO_PLATE_FOUND', after: 'MULTIPLE_PLATES' }] });
  });

  test('needs an ended run of the lab, its photo, and the permission to read', async () => {
    const id = await ended({ imageId: stand.images.store() });
    for (const wrong of [randomUUID(), 'nonsense']) expect(codeOf(await replay(wrong))).toBe('NOT_FOUND');
    expect(codeOf(await replay(id, operator({ labId: 'other' })))).toBe('NOT_FOUND');
    expect(codeOf(await replay(id, viewer()))).toBe('FORBIDDEN');
    expect(codeOf(await replay(id, operator({ userId: null })))).toBe('UNAUTHENTICATED');
    const slow = await queueRun(stand, { imageId: stand.images.store({ ms: 1000 }) });
    expect(codeOf(await replay(slow))).toBe('RUN_NOT_FINISHED');
    await stand.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: slow }, operator());
    expect(codeOf(await replay(slow))).toBe('RUN_NOT_FINISHED');
    stand.images.blobs.clear();
    expect((await replay(id)).errors).toMatchObject([{ message: expect.stringContaining('no longer stored'), extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe('a replay whose models are not those of the record', () => {
  test('is refused, naming both files', async () => {
    const stand = await createStand();
    const id = await queueRun(stand, { imageId: stand.images.store() });
    await stand.untilRun(id, 'COMPLETED');
    const [model] = await stand.deps.models.list();
    const refusal = async () => { const { errors } = await stand.query(REPLAY, { id }, operator()); return [errors![0].extensions.code, errors![0].message]; };
    expect(await refusal()).toEqual(['MODEL_NOT_FOUND', expect.stringMatching(/sha256 aaaaaaaaaaaa\.\.\.; the file here is another/)]);
    await stand.sql('update run set model = ?::jsonb where id = ?', [JSON.stringify({ ...model, version: '0.0.1' }), id]);
    expect(await refusal()).toEqual(['MODEL_NOT_FOUND', expect.stringContaining('0.0.1, which is not here any more')]);
    await stand.sql('update run set model = ?::jsonb where id = ?', [JSON.stringify(model), id]);
    expect(await refusal()).toEqual(['MODEL_NOT_FOUND', expect.stringContaining('plate-finder')]);
    await stand.dispose();
  });
});
