import { randomUUID } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { createTemporaryPictures } from '../src/locations/temporary-pictures.ts';
import { createFakeReader } from './fake-reader.ts';
import { codeOf, createStand, operator, viewer, type Stand } from './stand.ts';

const LOCATE = `query ($id: ID!, $format: PlateFormat) { locatePlate(imageId: $id, format: $format) {
  rows columns format width height orientation confidence flags { code value bound } wells { name centre { x y } radius } } }`;
const OVERLAY = 'query ($id: ID!) { locatePlate(imageId: $id) { confidence overlay { url width height mimeType byteSize sha256 } } }';

describe('locatePlate, without a worker', () => {
  let stand: Stand;
  let works: string[];
  beforeAll(async () => {
    const fake = createFakeReader();
    works = [];
    stand = await createStand({ INFERENCE_WORKER: 'none' }, { reader: {
      ...fake,
      locate: (...given) => { works.push('locate'); return fake.locate(...given); },
      drawLocation: (...given) => { works.push('draw'); return fake.drawLocation(...given); },
    } });
  });
  afterAll(() => stand.dispose());
  const ask = (text: string, variables: Record<string, unknown>, who = operator()) => stand.query(text, variables, who);
  const files = async () => (await readdir(path.join(stand.folder, 'inference-temporary'), { recursive: true }).catch(() => [])).filter((name) => /[0-9a-f]{64}$/.test(name));
  const rows = async () => stand.sql("select relname, n_live_tup from pg_stat_user_tables where relname in ('run', 'reading', 'event')");

  test('finds 96 wells, says that nothing told how the plate lies, and stores nothing', async () => {
    const id = stand.images.store({ flags: [{ code: 'GLARE', value: 0.12, bound: 0.08 }] });
    const before = await rows();
    const { data, errors } = await ask(LOCATE, { id: id.toUpperCase(), format: 'W96' });
    expect(errors).toBeUndefined();
    expect(data.locatePlate).toMatchObject({ rows: 8, columns: 12, format: 'W96', width: 1700, height: 1200, orientation: null, confidence: 0.98,
      flags: [{ code: 'GLARE', value: 0.12, bound: 0.08 }, { code: 'ORIENTATION_UNCERTAIN', value: null, bound: null }] });
    expect(data.locatePlate.wells).toHaveLength(96);
    expect(data.locatePlate.wells[13]).toEqual({ name: 'B2', centre: { x: 200, y: 200 }, radius: 40 });
    expect(await rows()).toEqual(before);
    expect(await files()).toEqual([]);
  });

  test('draws the overlay when it is asked for, and only then; it can be fetched by its address alone', async () => {
    const id = stand.images.store({ name: 'oblique' });
    works.length = 0;
    await ask(LOCATE, { id });
    expect(works).toEqual(['locate']);
    const { overlay } = (await ask(OVERLAY, { id })).data.locatePlate;
    expect(works).toEqual(['locate', 'locate', 'draw']);
    expect(overlay).toMatchObject({ width: 1700, height: 1200, mimeType: 'image/jpeg', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const picture = await stand.subgraph.fetch(new Request(overlay.url));
    expect([picture.headers.get('content-type'), await picture.text()]).toEqual(['image/jpeg', 'overlay of oblique with 96 wells and 0 crosses']);
    expect((await stand.subgraph.fetch(new Request(overlay.url.replace('temporary/', '')))).status).toBe(403);
    expect(await files()).toHaveLength(1);
  });

  test('an overlay that can not be drawn costs the overlay alone', async () => {
    const { data, errors } = await ask(OVERLAY, { id: stand.images.store({ brokenDrawing: true }) });
    expect(data.locatePlate).toEqual({ confidence: 0.98, overlay: null });
    expect(errors).toMatchObject([{ path: ['locatePlate', 'overlay'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toContain('no ink');
  });

  test.each(['NO_PLATE_FOUND', 'MULTIPLE_PLATES'] as const)('a photo that is refused says why: %s', async (refuse) => {
    const { errors } = await ask(LOCATE, { id: stand.images.store({ refuse }) });
    expect(errors).toMatchObject([{ message: expect.stringContaining('Photograph the whole plate'), extensions: { code: refuse } }]);
  });

  test('what does not exist, or is another lab\'s, is NOT_FOUND; a photo that is gone too', async () => {
    const id = stand.images.store();
    for (const wrong of [randomUUID(), 'nonsense', '']) expect(codeOf(await ask(LOCATE, { id: wrong }))).toBe('NOT_FOUND');
    expect(codeOf(await ask(LOCATE, { id }, operator({ labId: 'other' })))).toBe('NOT_FOUND');
    const blobs = new Map(stand.images.blobs);
    stand.images.blobs.clear();
    const gone = await ask(LOCATE, { id });
    for (const [name, bytes] of blobs) stand.images.blobs.set(name, bytes);
    expect(gone.errors).toMatchObject([{ message: expect.stringContaining('no longer stored'), extensions: { code: 'NOT_FOUND' } }]);
  });

  test('needs inference:run, since it costs what a reading does', async () => {
    const id = stand.images.store();
    expect(codeOf(await ask(LOCATE, { id }, viewer()))).toBe('FORBIDDEN');
    expect(codeOf(await ask(LOCATE, { id }, operator({ userId: null })))).toBe('UNAUTHENTICATED');
  });

  test('one person has three at a time, another is not kept waiting for the refusal', async () => {
    const id = stand.images.store({ ms: 150 });
    const who = operator();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(LOCATE, { id }, who)));
    expect(answers.map(codeOf).toSorted()).toEqual(['RATE_LIMITED', 'RATE_LIMITED', undefined, undefined, undefined]);
    const aliased = await ask(`query ($id: ID!) { ${Array.from({ length: 6 }, (_, i) => `a${i}: locatePlate(imageId: $id) { confidence }`).join(' ')} }`, { id }, who);
    expect(new Set(aliased.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['RATE_LIMITED']));
    expect(codeOf(await ask(LOCATE, { id }, operator()))).toBeUndefined();
  });

  test('who leaves is not worked for', async () => {
    const leave = new AbortController();
    const id = stand.images.store({ ms: 5000 });
    const body = JSON.stringify({ query: LOCATE, variables: { id } });
    const asked = stand.request({ method: 'POST', path: '/graphql', body, identity: operator(), headers: { 'content-type': 'application/json' }, signal: leave.signal });
    setTimeout(() => leave.abort(), 100);
    const answer = await (await asked).json() as any;
    expect(answer.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect(codeOf(await ask(LOCATE, { id: stand.images.store() }))).toBeUndefined();
  });

  test('while images is down a known photo can not be looked at', async () => {
    const id = stand.images.store();
    await ask(LOCATE, { id });
    stand.images.state.down = true;
    const answer = await ask(LOCATE, { id });
    stand.images.state.down = false;
    expect(codeOf(answer)).toBe('SERVICE_UNAVAILABLE');
  });

  test('temporary pictures go after two hours', async () => {
    const folder = path.join(stand.folder, 'old-pictures');
    let now = Date.now();
    const pictures = createTemporaryPictures(folder, () => now);
    const keep = (text: string) => pictures.keep({ data: Buffer.from(text), width: 1, height: 1, mimeType: 'image/jpeg' });
    const old = await keep('old');
    await utimes(path.join(folder, old.sha256.slice(0, 2), old.sha256), new Date(), new Date(now - 3 * 3_600_000));
    await keep('not swept yet');
    expect(await pictures.open(old.sha256).then((found) => { found?.stream.destroy(); return found !== null; })).toBe(true);
    now += 3_600_000;
    const fresh = await keep('fresh');
    expect(await pictures.open(old.sha256)).toBeNull();
    expect(await pictures.open(fresh.sha256).then((found) => { found?.stream.destroy(); return found?.byteSize; })).toBe(5);
  });
});
