import { GraphQLScalarType } from 'graphql';
import type { FileUpload, Upload as ReceivedFile } from 'graphql-upload-ts';
import { CodedError } from '../errors/index.ts';
import { codedUploadError } from './upload-errors.ts';

/** A file to read: what a client sent, or what is to be sent on. Name and type are the client's word: never trust them. */
export interface UploadSource {
  filename: string;
  mimetype: string;
  /** The bytes, as they arrive; may be called again for another pass. Its failures are coded where the client is at fault. */
  createReadStream(): AsyncIterable<Uint8Array>;
}

/** Stands in a request's variables for one uploaded file. */
export class Upload {
  readonly #received: ReceivedFile;

  constructor(received: ReceivedFile) {
    this.#received = received;
  }

  /** Waits for the file's part to begin. @throws CodedError BAD_REQUEST where it never comes. */
  async open(): Promise<UploadSource> {
    const file = await this.#received.promise.catch((error: unknown) => { throw codedUploadError(error); });
    return { filename: file.filename, mimetype: file.mimetype, createReadStream: () => readCoded(file) };
  }
}

async function* readCoded(file: FileUpload): AsyncGenerator<Uint8Array> {
  try {
    yield* file.createReadStream();
  } catch (error) {
    throw codedUploadError(file.capacitor.errored ?? error); // the first reason, whatever came after it
  }
}

/** The `Upload` scalar: its value in a resolver is an {@link Upload}. */
export const uploadScalar = new GraphQLScalarType<Upload, never>({
  name: 'Upload',
  description: 'A file of a multipart request (graphql-multipart-request-spec). Give it as a variable.',
  parseValue: (value) => {
    if (value instanceof Upload) return value;
    throw new CodedError('BAD_USER_INPUT', 'Send the file as a part of a multipart/form-data request, mapped to this variable.');
  },
  parseLiteral: () => { throw new CodedError('BAD_USER_INPUT', 'A file can be given as a variable only.'); },
  serialize: () => { throw new Error('a file is never part of an answer'); },
});
