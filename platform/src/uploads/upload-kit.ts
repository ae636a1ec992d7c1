import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { waitFor } from '../testing/index.ts';
import type { Upload, UploadSource } from './index.ts';

export const LIMITS = { maxFileSize: 100_000, maxFiles: 2 };
export const OPERATIONS = { query: 'mutation($file: Upload!) { up(file: $file) }', variables: { file: null } };

const temporaryFiles = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('capacitor-'));

/** graphql-upload-ts keeps its temporary files in the system's temporary folder; each test's must be gone soon after it. */
export const holdTemporaryFiles = (): void => {
  let before: string[];
  beforeEach(async () => { before = await temporaryFiles(); });
  afterEach(async () => {
    const made = (await temporaryFiles()).filter((name) => !before.includes(name)); // other test processes make some too, and remove them
    await waitFor('temporary files to go', async () => { const there = await temporaryFiles(); return made.every((name) => !there.includes(name)); }, 5000);
  });
};

export const sourceOf = (bytes: Uint8Array, filename = 'plate.jpg', mimetype = 'image/jpeg'): UploadSource =>
  ({ filename, mimetype, createReadStream: async function* () { yield bytes; } });

export const requestOf = (body: { contentType: string; stream: ReadableStream<Uint8Array> }): Request =>
  new Request('http://here/graphql', { method: 'POST', headers: { 'content-type': body.contentType }, body: body.stream, duplex: 'half' } as RequestInit);

export const read = async (upload: Upload): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await upload.open()).createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
};
