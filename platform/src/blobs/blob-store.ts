import type { Readable } from 'node:stream';

export interface StoredBlob {
  /** sha256 (hex) of the bytes: the blob's name. */
  sha256: string;
  byteSize: number;
}

/** Bytes that are durable already but not a blob yet: to be looked at first. */
export interface StagedBlob extends StoredBlob {
  /** Local file with the bytes, until `publish` or `discard`. */
  file: string;
  /** Makes it a blob, durably; the same bytes there already are simply replaced. */
  publish(): Promise<void>;
  /** Removes what was not published; harmless after `publish`. Call it in every outcome. */
  discard(): Promise<void>;
}

/** Content-addressed bytes. A folder now; S3 fits the same interface. */
export interface BlobStore {
  /**
   * Writes the stream beside the blobs and returns once the bytes are durable.
   * @throws CodedError PAYLOAD_TOO_LARGE past `maxBytes`; nothing is kept then, nor when the stream fails.
   */
  stage(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: { maxBytes: number }): Promise<StagedBlob>;
  /** `stage` and `publish` in one. Same bytes, same blob. */
  put(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: { maxBytes: number }): Promise<StoredBlob>;
  /** Null where there is no such blob. */
  open(sha256: string): Promise<{ stream: Readable; byteSize: number } | null>;
  /** Removes a blob that turned out to be of no use; unknown names are ignored. */
  remove(sha256: string): Promise<void>;
  /** Removes what a killed process left staged (over an hour old); returns how many. */
  sweep(): Promise<number>;
}
