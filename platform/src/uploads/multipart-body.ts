import { randomUUID } from 'node:crypto';
import { ReadableStream as Streams } from 'node:stream/web';
import type { GraphQLRequestBody } from '../subgraph/index.ts';
import { Upload, type UploadSource } from './upload.ts';

export interface MultipartBody {
  contentType: string;
  /** Pulled chunk by chunk; errors when a source does, and stops the sources when cancelled. */
  stream: ReadableStream<Uint8Array>;
  /** JSON of `operations` with each file as null: what the signed context is bound to. */
  bound: string;
  /** Why a source broke off, once it has: the receiver can only say that the body was cut short. */
  failure(): unknown;
}

/** Uploads in a request's variables by their path, e.g. `variables.file`. */
export const findUploads = (operations: GraphQLRequestBody): Map<string, Upload> => {
  const found = new Map<string, Upload>();
  const visit = (value: unknown, path: string): void => {
    if (value instanceof Upload) found.set(path, value);
    else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
  };
  visit(operations.variables ?? {}, 'variables');
  return found;
};

/**
 * A GraphQL multipart request that streams `uploads` (by variable path; default all that are in the variables). The same
 * upload at several paths is sent once.
 */
export const multipartBody = (operations: GraphQLRequestBody, uploads: ReadonlyMap<string, Upload | UploadSource> = findUploads(operations)): MultipartBody => {
  const boundary = `microplate-${randomUUID()}`;
  const places = new Map<Upload | UploadSource, string[]>();
  for (const [path, upload] of uploads) places.set(upload, [...(places.get(upload) ?? []), path]);
  const bound = JSON.stringify(operations, (_key, value) => (places.has(value) || value instanceof Upload ? null : value));
  let failure: unknown;
  const map = JSON.stringify(Object.fromEntries([...places.values()].map((paths, index) => [index, paths])));
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    stream: Streams.from(parts(boundary, bound, map, [...places.keys()], (error) => { failure = error; })) as ReadableStream<Uint8Array>,
    bound,
    failure: () => failure,
  };
};

async function* parts(boundary: string, operations: string, map: string, uploads: (Upload | UploadSource)[], onFailure: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  yield Buffer.from(field('operations', operations) + field('map', map));
  for (const [index, upload] of uploads.entries()) {
    try {
      yield* filePart(boundary, index, upload);
    } catch (error) {
      onFailure(error);
      throw error;
    }
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

async function* filePart(boundary: string, index: number, upload: Upload | UploadSource): AsyncGenerator<Uint8Array> {
  const source = upload instanceof Upload ? await upload.open() : upload;
  yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${index}"; filename="${safeName(source.filename)}"\r\ncontent-type: ${safeType(source.mimetype)}\r\n\r\n`);
  yield* source.createReadStream();
  yield Buffer.from('\r\n');
}

/** What would end the quotes, the line or the folder becomes `-`. A part without a name would not count as a file. */
const safeName = (name: string | undefined): string => (name ?? '').toWellFormed().replace(/[\p{Cc}"\\/]/gu, '-').slice(0, 200).toWellFormed() || 'file';

const safeType = (type: string | undefined): string => (/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type ?? '') ? type! : 'application/octet-stream');
