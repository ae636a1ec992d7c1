import { createHash, randomUUID } from 'node:crypto';
import { testIdentity, waitFor } from '@microplate/platform/testing';
import { migrations } from '../migrations/index.ts';
import { jpeg } from './photos.ts';
import { PUBLIC_URL, operator, startImages, type Images } from './stack.ts';

let images: Images;
let clock = Date.now();
let photo: Buffer;
let image: { id: string; sha256: string; url: string; thumbnailUrl: string };

beforeAll(async () => {
  images = await startImages({ now: () => new Date(clock) });
  photo = await jpeg(1);
  image = (await images.upload(photo)).data.uploadImage;
});
afterAll(() => images.dispose());

const codeOf = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.[0].extensions.code;
const IMAGE = 'query($id: ID!) { image(id: $id) { id sha256 uploadedBy { id } } }';
const ENTITIES = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Image { id sha256 } } }';
const references = (...ids: string[]) => ({ representations: ids.map((id) => ({ __typename: 'Image', id })) });
const viewer = (labId = 'default') => testIdentity({ permissions: ['capture:view'], labId });
const countStatements = async () => Number(/microplate_sql_statements_total\{[^}]*\} (\d+)/.exec(await images.deps.metrics.registry.metrics())![1]);

test('migrations run again and find nothing to do', async () => {
  await images.deps.database.migrate();
  expect(migrations.map(({ name }) => name)).toEqual(['0001-initial']);
  expect(await images.rows()).toHaveLength(1);
});

test('an image is found by its id, in its own lab alone', async () => {
  const found = await images.gateway.query(IMAGE, { id: image.id }, viewer());
  expect(found.data.image).toMatchObject({ id: image.id, sha256: image.sha256 });
  for (const [id, identity] of [[image.id, viewer('other')], [randomUUID(), viewer()], ['no-uuid', viewer()], ["' or 1=1 --", viewer()], ['', viewer()]] as const) {
    const answer = await images.gateway.query(IMAGE, { id }, identity);
    expect([answer.status, answer.data, codeOf(answer)]).toEqual([200, { image: null }, 'NOT_FOUND']);
  }
});

test('entities: of the own lab alone, null for the rest, one statement for all', async () => {
  const more = await Promise.all([2, 3, 4].map(async (seed) => (await images.upload(await jpeg(seed))).data.uploadImage.id as string));
  const before = await countStatements();
  const answer = await images.gateway.query(ENTITIES, references(image.id, ...more, randomUUID(), 'no-uuid', image.id), viewer());
  const statements = await countStatements() - before;
  expect(answer.errors).toBeUndefined();
  expect(answer.data._entities.map((entity: { id: string } | null) => entity?.id)).toEqual([image.id, ...more, undefined, undefined, image.id]);
  expect(statements).toBe(1);
  expect((await images.gateway.query(ENTITIES, references(image.id), viewer('other'))).data._entities).toEqual([null]);
});

test('without capture:view neither the field nor the entity answers', async () => {
  const stranger = testIdentity({ permissions: ['results:view', 'capture:image'] });
  expect(codeOf(await images.gateway.query(IMAGE, { id: image.id }, stranger))).toBe('FORBIDDEN');
  const entities = await images.gateway.query(ENTITIES, references(image.id), stranger);
  expect([entities.data?._entities, codeOf(entities)]).toEqual([[null], 'FORBIDDEN']);
  expect(codeOf(await images.gateway.query(ENTITIES, references(image.id), testIdentity({ userId: null, permissions: ['capture:view'] })))).toBe('UNAUTHENTICATED');
});

test('a signed address serves the original and the thumbnail, typed by us', async () => {
  expect(image.url.startsWith(`${PUBLIC_URL}/files/images/${image.id}?`)).toBe(true);
  const original = await images.download(image.url);
  expect(Object.fromEntries(original.headers)).toMatchObject({
    'content-type': 'image/jpeg', 'content-length': String(photo.length), 'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="${image.id}-original.jpg"` });
  expect(createHash('sha256').update(Buffer.from(await original.arrayBuffer())).digest('hex')).toBe(image.sha256);
  const thumbnail = await images.download(image.thumbnailUrl);
  expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  await thumbnail.arrayBuffer();
});

test('an address that was changed, made up or has expired opens nothing', async () => {
  const other = new URL(image.url);
  other.pathname = `/files/images/${randomUUID()}`;
  const longer = new URL(image.url);
  longer.searchParams.set('expires', '99999999999');
  for (const address of [other.href, longer.href, image.url.split('?')[0], `${PUBLIC_URL}/files/images/../../etc/passwd`, image.thumbnailUrl.replace('/thumbnail', '')]) {
    const answer = await images.download(address);
    expect([403, 404]).toContain(answer.status);
    expect((await answer.json() as { errors: unknown[] }).errors).toHaveLength(1);
  }
  clock += 2 * 3_600_000;
  expect((await images.download(image.url)).status).toBe(403);
  const fresh = (await images.gateway.query('query($id: ID!) { image(id: $id) { url } }', { id: image.id }, viewer())).data.image.url;
  expect((await images.download(fresh)).status).toBe(200);
});

test('inference, and nobody else, reads originals and events', async () => {
  const blob = await images.inference.request({ path: `/internal/blobs/${image.sha256}` });
  expect(photo.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true);
  expect(blob.headers.get('content-length')).toBe(String(photo.length));
  for (const name of ['0'.repeat(64), '..%2f..%2fetc%2fpasswd', 'x']) expect((await images.inference.request({ path: `/internal/blobs/${name}` })).status).toBe(404);
  expect((await images.gateway.request({ path: `/internal/blobs/${image.sha256}` })).status).toBe(403);
  expect((await images.gateway.request({ path: '/internal/events?stream=images' })).status).toBe(403);
  expect((await images.subgraph.fetch(new Request(`http://images/internal/blobs/${image.sha256}`))).status).toBe(401);
  expect((await images.inference.request({ path: `/internal/blobs/${image.sha256}`, bound: 'GET /internal/blobs/other' })).status).toBe(401);
});

test('a new photo wakes the one who waits for events', async () => {
  const after = (await images.events()).length;
  const waiting = images.inference.request({ path: `/internal/events?stream=images&after=${after}&wait=10000` });
  await waitFor('the poll to be waiting', () => new Promise((resolve) => setTimeout(() => resolve(true), 50)));
  const started = performance.now();
  const stored = (await images.upload(await jpeg(5), { identity: operator() })).data.uploadImage;
  const page = await (await waiting).json() as { events: { payload: { imageId: string } }[] };
  expect(page.events.map((event) => event.payload.imageId)).toEqual([stored.id]);
  expect(performance.now() - started).toBeLessThan(2000);
});
