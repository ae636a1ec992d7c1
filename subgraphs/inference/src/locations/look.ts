import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { PhotoSource } from '../photos/photo-source.ts';
import { ReadingError } from '../reading/reading-error.ts';
import { RunFailure } from '../worker/failure-rules.ts';
import type { PlateReader } from '../worker/plate-reader.ts';
import type { Turnstile } from './turnstile.ts';

export interface LookDeps { photos: PhotoSource; reader: PlateReader; turnstile: Turnstile; stopping: AbortSignal }

/** Who asks, and until when there is somebody to answer. */
export interface Asker { identity: Pick<Identity, 'labId' | 'userId'>; signal: AbortSignal }

/** Under the gateway's ten seconds, so that the reason is ours to tell. */
const PATIENCE_MS = 8000;

/**
 * Works on a photo while the caller waits, when it is the caller's turn, in the API's own reader process.
 * @throws CodedError RATE_LIMITED, NOT_FOUND where the photo is no longer stored, SERVICE_UNAVAILABLE after eight seconds, and what the reading refuses with.
 */
export const look = async <T>({ photos, reader, turnstile, stopping }: LookDeps, { identity, signal: leaves }: Asker, sha256: string, work: (reader: PlateReader, photo: Buffer, signal: AbortSignal) => Promise<T>): Promise<T> => {
  const signal = AbortSignal.any([leaves, stopping, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    return await orAborted(signal, turnstile.pass(`${identity.labId}/${identity.userId}`, signal, async () => work(reader, await photos.fetch(identity.labId, sha256, signal), signal)));
  } catch (error) {
    throw codedFailure(error);
  }
};

/** The caller is answered at once; the turn ends when the work has. */
const orAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => new Promise((resolve, reject) => {
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
});

export const codedFailure = (error: unknown): unknown => {
  if (error instanceof ReadingError || error instanceof RunFailure) return new CodedError(error.code, error.message);
  if (['TimeoutError', 'AbortError'].includes((error as Error).name)) return new CodedError('SERVICE_UNAVAILABLE', 'The photo could not be looked at in time: others are being read, or it is very large. Try again in a moment.', { retryAfterSeconds: 2 });
  return error;
};
