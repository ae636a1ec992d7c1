import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Identity } from '@microplate/platform/identity';
import { silentLogger, type Logger } from '@microplate/platform/logging';
import { callerOf, createTestDatabase, testIdentity, type Answer } from '@microplate/platform/testing';
import { multipartBody, type UploadSource } from '@microplate/platform/uploads';
import { createImagesDeps, createImagesSubgraph, readImagesSettings, type ImagesDeps } from '../src/subgraph.ts';

export const KEY = 'gateway-key-'.repeat(4);
const INFERENCE_KEY = 'inference-key-'.repeat(4);
export const PUBLIC_URL = 'http://plates.test';

export const UPLOAD = `mutation($file: Upload!) { uploadImage(file: $file) {
  id sha256 width height mimeType byteSize url thumbnailUrl uploadedBy { id } uploadedAt } }`;

/** Who may upload and look. */
export const operator = (given: Partial<Identity> = {}): Identity => testIdentity({ permissions: ['capture:image', 'capture:view'], ...given });

export interface StackOptions {
  settings?: Record<string, string>;
  now?: () => Date;
  logger?: Logger;
  /** Replaces a part, to make it fail. */
  change?: (deps: ImagesDeps) => Partial<ImagesDeps>;
}

/** The subgraph with a database and a folder of its own. */
export const startImages = async ({ settings = {}, now, logger = silentLogger(), change = () => ({}) }: StackOptions = {}) => {
  const { url } = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'images-'));
  const made = await createImagesDeps(readImagesSettings({
    DATABASE_URL_IMAGES: url, DATA_FOLDER: folder, PUBLIC_URL, FILE_KEY_IMAGES: 'f'.repeat(40),
    SERVICE_KEY_GATEWAY_IMAGES: KEY, SERVICE_KEY_INFERENCE_IMAGES: INFERENCE_KEY, ...settings,
  }), { logger, now });
  const deps = { ...made, ...change(made) };
  const subgraph = createImagesSubgraph(deps);
  await subgraph.start();
  const gateway = callerOf(subgraph, { key: KEY });
  const files = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));

  const send = async (source: UploadSource, identity: Identity): Promise<Answer> => {
    const body = multipartBody({ query: UPLOAD, variables: { file: null } }, new Map([['variables.file', source]]));
    const response = await gateway.request({ method: 'POST', path: '/graphql', identity, body: body.stream, bound: body.bound, headers: { 'content-type': body.contentType } });
    return { status: response.status, ...(await response.json() as Omit<Answer, 'status'>) };
  };
  return {
    folder, deps, subgraph, gateway, files, send,
    inference: callerOf(subgraph, { key: INFERENCE_KEY, issuer: 'inference' }),
    upload: (bytes: Uint8Array | string, { identity = operator(), filename = 'plate.jpg' } = {}): Promise<Answer> =>
      send({ filename, mimetype: 'image/jpeg', createReadStream: async function* () { yield Buffer.from(bytes as Uint8Array); } }, identity),
    download: (address: string, method = 'GET') => subgraph.fetch(new Request(address, { method })),
    rows: () => deps.database.em().execute<{ id: string; lab_id: string; sha256: string }[]>('select * from image order by uploaded_at'),
    events: async () => (await (await callerOf(subgraph, { key: INFERENCE_KEY, issuer: 'inference' }).request({ path: '/internal/events?stream=images' })).json() as { events: { kind: string; labId: string; payload: Record<string, unknown> }[] }).events,
    dispose: async () => { await subgraph.dispose(); await rm(folder, { recursive: true, force: true }); },
  };
};

export type Images = Awaited<ReturnType<typeof startImages>>;
