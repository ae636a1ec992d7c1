import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { processRequest, Upload as ReceivedFile } from 'graphql-upload-ts';
import { CodedError } from '../errors/index.ts';
import type { GraphQLRequestBody } from '../subgraph/index.ts';
import { Upload } from './upload.ts';
import { codedUploadError } from './upload-errors.ts';

export interface UploadLimits {
  /** Bytes of one file. */
  maxFileSize: number;
  maxFiles: number;
  /** Bytes of `operations` and of `map`, each; default 200 kB. */
  maxFieldSize?: number;
}

export interface ReceivedUpload {
  /** The request, with an {@link Upload} wherever `map` put a file. */
  body: GraphQLRequestBody;
  /** JSON of the request with each file as null: what a signed context is bound to. */
  bound: string;
  /** Each file with its places, e.g. `variables.file`. */
  files: { path: string; upload: Upload }[];
  /** Stops reading and removes the temporary files; call it in every outcome, more than once if need be. */
  done(): Promise<void>;
}

const OVERHEAD_BYTES = 100_000;

/**
 * Reads a GraphQL multipart request up to its `map`; files stream on into temporary files (never whole in memory).
 * @throws CodedError BAD_REQUEST for what is no such request, BAD_USER_INPUT for too many files, PAYLOAD_TOO_LARGE; nothing is left behind then.
 */
export const readUpload = async (request: Request, limits: UploadLimits): Promise<ReceivedUpload> => {
  const { maxFileSize, maxFiles, maxFieldSize = 200_000 } = limits;
  const most = maxFiles * maxFileSize + 2 * maxFieldSize + OVERHEAD_BYTES;
  refuseAnnounced(request, most);
  const source = readableOf(request.body, most);
  let broken: unknown;
  source.on('error', (error) => { broken = error instanceof CodedError ? error : undefined; });
  const response = new EventEmitter();
  const received = new Set<ReceivedFile>();
  const done = () => release(source, response, received);
  try {
    const incoming = Object.assign(source, { headers: Object.fromEntries(request.headers) });
    const operations = await processRequest(incoming as never, response as never, { maxFileSize: maxFileSize + 1, maxFiles, maxFieldSize }); // the parser's limit is the first size too many
    const settled = settle(operations as GraphQLRequestBody, received);
    for (const file of received) file.promise.then(({ capacitor }) => stopWhenBroken(source, capacitor), () => {});
    if (Array.isArray(operations)) throw new CodedError('BAD_REQUEST', 'A multipart request carries one operation, not a list.');
    return { ...settled, done };
  } catch (error) {
    await done();
    throw broken ?? codedUploadError(error);
  }
};

const refuseAnnounced = (request: Request, most: number): void => {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most);
};

const tooLarge = (most: number) => new CodedError('PAYLOAD_TOO_LARGE', `The request is larger than ${Math.floor(most / 1_000_000)} MB. Send a smaller file.`, { limit: most });

/** The body as the library wants it; destroying it cancels the request at once, even while nothing arrives. */
const readableOf = (body: ReadableStream<Uint8Array> | null, most: number): Readable => {
  const reader = body?.getReader();
  let size = 0;
  const accept = ({ done, value }: { done: boolean; value?: Uint8Array }): Uint8Array | null => {
    size += value?.byteLength ?? 0;
    if (size > most) throw tooLarge(most);
    return done ? null : value!;
  };
  return new Readable({
    read() {
      if (!reader) this.push(null);
      else reader.read().then(accept).then((chunk) => this.push(chunk), (error: Error) => this.destroy(error));
    },
    destroy(error, callback) {
      reader?.cancel().catch(() => {});
      callback(error);
    },
  });
};

/** One pass of JSON.stringify finds the files, with their places, and makes the bound text. */
const settle = (body: GraphQLRequestBody, received: Set<ReceivedFile>): Omit<ReceivedUpload, 'done'> => {
  const paths = new Map<unknown, string>();
  const found: { holder: Record<string, unknown>; key: string; path: string; file: ReceivedFile }[] = [];
  const bound = JSON.stringify(body, function (this: Record<string, unknown>, key, value) {
    const path = paths.has(this) ? `${paths.get(this)}${key}` : '';
    if (value instanceof ReceivedFile) {
      if (path.split('.').includes('__proto__')) throw new CodedError('BAD_REQUEST', 'A file can not be put there.');
      found.push({ holder: this, key, path, file: value });
      received.add(value);
      return null;
    }
    if (typeof value === 'object' && value !== null) paths.set(value, path && `${path}.`);
    return value;
  });
  const uploads = new Map([...received].map((file) => [file, new Upload(file)]));
  for (const { holder, key, file } of found) holder[key] = uploads.get(file);
  return { body, bound, files: found.map(({ path, file }) => ({ path, upload: uploads.get(file)! })) };
};

type Capacitor = NonNullable<ReceivedFile['file']>['capacitor'];

/**
 * A file that breaks off (too large, a full disk) ends the whole read: nothing after it is of use. The library itself
 * would read on, and on a failed write let its readers wait for ever.
 */
const stopWhenBroken = (source: Readable, capacitor: Capacitor): void => {
  capacitor.once('error', (error) => capacitor.destroy(error));
  capacitor.once('unpipe', () => { if (!capacitor.writableEnded) source.destroy(); });
  if (capacitor.destroyed) source.destroy();
};

const release = async (source: Readable, response: EventEmitter, received: Set<ReceivedFile>): Promise<void> => {
  source.destroy();
  response.emit('close');
  // A part that begins after this is thrown away as it comes.
  for (const file of received) if (!file.file) file.promise.then(({ capacitor }) => capacitor.destroy(), () => {});
  await Promise.all([...received].map(async ({ file }) => {
    if (!file || file.capacitor.closed) return;
    const closed = once(file.capacitor, 'close').catch(() => {});
    file.capacitor.destroy();
    await closed;
  }));
};
