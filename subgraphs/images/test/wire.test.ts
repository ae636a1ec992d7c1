import { createServiceClient } from '@microplate/platform/identity';
import { serve, type Listening } from '@microplate/platform/http';
import { multipartBody, type UploadSource } from '@microplate/platform/uploads';
import { jpeg } from './photos.ts';
import { KEY, UPLOAD, operator, startImages, type Images } from './stack.ts';

// The same subgraph behind a port, as the split runs it.
let images: Images;
let listening: Listening;
beforeAll(async () => {
  images = await startImages({ settings: { IMAGE_MAX_BYTES: '5000000' } }); // the limit of 50 MB itself is tested in upload.test.ts
  listening = await serve(images.subgraph.fetch, { port: 0 });
});
afterAll(async () => { await listening.close(); await images.dispose(); });

const send = async (source: UploadSource) => {
  const body = multipartBody({ query: UPLOAD, variables: { file: null } }, new Map([['variables.file', source]]));
  const call = createServiceClient({ issuer: 'gateway', audience: 'images', url: listening.url, key: KEY });
  const response = await call({ method: 'POST', path: '/graphql', identity: operator(), body: body.stream, bound: body.bound, headers: { 'content-type': body.contentType } });
  return await response.json() as { data: { uploadImage: { id: string } | null }; errors?: { extensions: { code: string } }[] };
};
const zeros = (total: number, state = { sent: 0 }): UploadSource => ({ filename: 'a', mimetype: 'image/png', createReadStream: async function* () {
  for (; state.sent < total; state.sent += 100_000) yield new Uint8Array(100_000);
} });

const photo = async (seed: number): Promise<UploadSource> => {
  const bytes = await jpeg(seed, 1700, 1200);
  return { filename: 'a', mimetype: 'image/jpeg', createReadStream: async function* () { yield bytes; } };
};

test('a photo goes over the wire', async () => {
  expect((await send(await photo(1))).data.uploadImage).toMatchObject({ width: 1700 });
});

test.each([5_100_000, 60_000_000])('%i bytes: the sender hears why, instead of a broken connection', async (total) => {
  const state = { sent: 0 };
  const { errors } = await send(zeros(total, state));
  expect(errors?.[0].extensions.code).toBe('PAYLOAD_TOO_LARGE');
  expect(state.sent).toBeLessThan(30_000_000);
  expect((await send(await photo(total))).errors).toBeUndefined();
});
