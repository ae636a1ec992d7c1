import { randomUUID } from 'node:crypto';
import { DEFAULT_LAB } from '@microplate/platform/identity';
import { READ_PLATE, codeOf, createStand, operator, queueRun, viewer, type Stand } from './stand.ts';

const lines = (count: number) => Array.from({ length: count }, (_, i) => 10 * (i + 1));
const calibration = { imageWidth: 200, imageHeight: 200, columns: lines(13), rows: lines(9) };

describe('readPlate', () => {
  let stand: Stand;
  let imageId: string;
  beforeAll(async () => { stand = await createStand({ INFERENCE_WORKER: 'none' }); imageId = stand.images.store(); });
  afterAll(() => stand.dispose());

  const ask = (input: Record<string, unknown>, who = operator()) => stand.query(READ_PLATE, { input: { imageId, sampleNo: 'S1', ...input } }, who);
  const runsNow = async () => Number((await stand.sql('select count(*) as n from run'))[0].n);

  test('answers at once with the queued run, and its job is there', async () => {
    const { data } = await ask({});
    expect(data.readPlate).toMatchObject({ status: 'QUEUED', progress: 0, step: null, threshold: 0.5 });
    expect(await stand.sql('select name, state from pgboss.job where id = ?', [data.readPlate.id])).toEqual([{ name: 'read', state: 'created' }]);
  });

  test.each([
    ['threshold', { threshold: 1.5 }], ['threshold', { threshold: -0.1 }], ['priority', { priority: 0 }], ['priority', { priority: 11 }],
    ['sampleNo', { sampleNo: '' }], ['sampleNo', { sampleNo: '../../etc/passwd' }], ['sampleNo', { sampleNo: "=cmd|' /C calc'!A0" }],
    ['sampleNo', { sampleNo: 'x'.repeat(300) }], ['sampleNo', { sampleNo: 'a\u0000b' }], ['sampleNo', { sampleNo: '😀' }],
    ['submissionNo', { submissionNo: ' ' }], ['plateNo', { plateNo: '-1' }], ['idempotencyKey', { idempotencyKey: '' }], ['idempotencyKey', { idempotencyKey: 'a\u0000' }],
  ])('refuses a wrong %s: %j', async (field, input) => {
    const before = await runsNow();
    const answer = await ask(input);
    expect(answer.errors).toMatchObject([{ message: expect.stringContaining(`"${field}"`), extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(await runsNow()).toBe(before);
  });

  test('keeps Thai and slashes, in one form', async () => {
    for (const sampleNo of ['AM67/00123', 'ตัวอย่าง 1', ' A1 ']) {
      const { data } = await ask({ sampleNo });
      expect((await stand.rowOf(data.readPlate.id)).sample_no).toBe(sampleNo.trim().normalize('NFC'));
    }
  });

  test.each([
    ['column line 3', { ...calibration, columns: lines(13).with(2, 5) }],
    ['row line 9', { ...calibration, rows: lines(9).with(8, 80) }],
    ['13 column lines', { ...calibration, columns: lines(12) }],
  ])('refuses a calibration out of order, naming %s', async (what, wrong) => {
    expect((await ask({ calibration: wrong })).errors).toMatchObject([{ message: expect.stringContaining(what), extensions: { code: 'CALIBRATION_INVALID' } }]);
  });

  test('refuses what does not exist', async () => {
    expect(codeOf(await ask({ imageId: randomUUID() }))).toBe('NOT_FOUND');
    expect(codeOf(await ask({ imageId: 'no such thing' }))).toBe('NOT_FOUND');
    expect((await ask({ modelVersion: '99' })).errors).toMatchObject([{ message: expect.stringContaining('known: '), extensions: { code: 'MODEL_NOT_FOUND' } }]);
  });

  test('knows a photo that was stored a moment ago', async () => {
    expect((await ask({ imageId: stand.images.store() })).errors).toBeUndefined();
  });

  test('can not tell whether a photo exists while images is down', async () => {
    stand.images.state.down = true;
    const answer = await ask({ imageId: randomUUID() });
    stand.images.state.down = false;
    expect(codeOf(answer)).toBe('SERVICE_UNAVAILABLE');
  });

  test('is refused to a viewer, and to nobody', async () => {
    expect(codeOf(await ask({}, viewer()))).toBe('FORBIDDEN');
    expect(codeOf(await ask({}, operator({ userId: null })))).toBe('UNAUTHENTICATED');
  });

  test('the same key gives the same run, also when asked ten times at once', async () => {
    const who = operator();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ idempotencyKey: 'k1', sampleNo: ' S7' }, who)));
    const again = await ask({ idempotencyKey: 'k1', sampleNo: 'S7 ' }, who);
    const ids = new Set([...answers, again].map((answer) => answer.data.readPlate.id));
    expect(ids.size).toBe(1);
    expect(await stand.sql('select count(*)::int as n from pgboss.job where id = ?', [[...ids][0]])).toEqual([{ n: 1 }]);
    expect(await stand.sql("select count(*)::int as n from run where idempotency_key = 'k1'")).toEqual([{ n: 1 }]);
  });

  test.each([{ sampleNo: 'S8' }, { threshold: 0.6 }, { priority: 6 }, { plateNo: 'P1' }, { calibration }])('the same key with other input is a CONFLICT: %j', async (other) => {
    const [who, idempotencyKey] = [operator(), randomUUID()];
    const first = await ask({ idempotencyKey }, who);
    const before = await runsNow();
    const second = await ask({ idempotencyKey, ...other }, who);
    expect(second.errors).toMatchObject([{ extensions: { code: 'CONFLICT', runId: first.data.readPlate.id } }]);
    expect(await runsNow()).toBe(before);
  });

  test('the same key of two people, and of two labs, is two runs', async () => {
    const userId = randomUUID();
    const elsewhere = stand.images.store({}, 'other');
    const ids = [
      await queueRun(stand, { imageId, idempotencyKey: 'shared' }), await queueRun(stand, { imageId, idempotencyKey: 'shared' }, operator({ userId })),
      await queueRun(stand, { imageId: elsewhere, idempotencyKey: 'shared' }, operator({ userId, labId: 'other' })),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('another lab', () => {
  let stand: Stand;
  beforeAll(async () => { stand = await createStand({ INFERENCE_WORKER: 'none' }); });
  afterAll(() => stand.dispose());

  test('sees nothing of a run, by any door', async () => {
    const imageId = stand.images.store();
    const id = await queueRun(stand, { imageId, plateNo: 'P1' });
    const { plate_id } = await stand.rowOf(id);
    const stranger = operator({ labId: 'other' });
    expect(codeOf(await stand.query(READ_PLATE, { input: { imageId, sampleNo: 'S1' } }, stranger))).toBe('NOT_FOUND');
    expect(codeOf(await stand.query('query ($id: ID!) { run(id: $id) { id } }', { id }, stranger))).toBe('NOT_FOUND');
    expect(codeOf(await stand.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id }, stranger))).toBe('NOT_FOUND');
    const subscription = stand.subscribe('subscription ($id: ID!) { runProgress(runId: $id) { id } }', { id }, stranger);
    expect(await subscription.next()).toMatchObject({ value: { errors: [{ extensions: { code: 'NOT_FOUND' } }] } });
    const many = await stand.query('query ($refs: [_Any!]!, $plateId: ID!) { runs(filter: { plateId: $plateId }) { edges { cursor } } _entities(representations: $refs) { ... on Run { status } ... on Plate { runs { edges { cursor } } } ... on Image { runs { edges { cursor } } } } }',
      { plateId: plate_id, refs: [{ __typename: 'Run', id }, { __typename: 'Plate', id: plate_id }, { __typename: 'Image', id: imageId }] }, stranger);
    expect(many.data).toEqual({ runs: { edges: [] }, _entities: [null, { runs: { edges: [] } }, { runs: { edges: [] } }] });
    const sameUser = await stand.rowOf(id);
    expect(sameUser.lab_id).toBe(DEFAULT_LAB);
  });

  test('permissions hold on entities and events too', async () => {
    const id = await queueRun(stand, { imageId: stand.images.store() });
    const nobody = operator({ permissions: ['capture:view'] });
    expect(codeOf(await stand.query('query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Run { status } } }', { refs: [{ __typename: 'Run', id }] }, nobody))).toContain('FORBIDDEN');
    expect(codeOf(await stand.query('{ models { name } }', {}, nobody))).toBe('FORBIDDEN');
    expect(codeOf(await stand.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id }, viewer()))).toBe('FORBIDDEN');
    const bare = await stand.subgraph.fetch(new Request('http://inference.test/internal/events?stream=runs'));
    expect(bare.status).toBe(401);
  });
});
