import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** sha256 (hex) of the bytes: the blob's name. */
  sha256: string;
  byteSize: number;
}

/** Content-addressed bytes. A folder now; S3 fits the same interface. */
export interface BlobStore {
  /**
   * Writes the stream and returns once the bytes are durable. Same bytes, same blob.
   * @throws CodedError PAYLOAD_TOO_LARGE past `maxBytes`; nothing is kept then.
   */
  put(bytes: AsyncIterable<Uint8Array>, options: { maxBytes: number }): Promise<StoredBlob>;
  /** Null where there is no such blob. */
  open(sha256: string): Promise<{ stream: Readable; byteSize: number } | null>;
  /** Removes a blob that turned out to be of no use; unknown names are ignored. */
  remove(sha256: string): Promise<void>;
}
