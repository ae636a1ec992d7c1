import { createHash, randomUUID } from 'node:crypto';
import { anonymous, type ServiceClient } from '@microplate/platform/identity';
import { RunFailure } from '../worker/failure-rules.ts';

export interface PhotoSource {
  /** The original's bytes, checked against their name. @throws RunFailure; `final` where the photo is gone. */
  fetch(labId: string, sha256: string, signal: AbortSignal): Promise<Buffer>;
}

const TIMEOUT_MS = 30_000;

/** Photos by images' internal route. */
export const createPhotoSource = (images: ServiceClient): PhotoSource => ({
  fetch: async (labId, sha256, signal) => {
    const identity = { ...anonymous(randomUUID()), labId };
    const asked = { path: `/internal/blobs/${sha256}`, identity, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) };
    const response = await images(asked).catch((error: Error) => { throw unavailable(error.message); });
    if (response.status === 404) throw new RunFailure('NOT_FOUND', 'The photo is no longer stored. Upload it again.', true);
    if (!response.ok) throw unavailable(`it answered ${response.status}`);
    const bytes = Buffer.from(await response.arrayBuffer().catch((error: Error) => { throw unavailable(error.message); }));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw unavailable('the bytes are not those that were stored');
    return bytes;
  },
});

const unavailable = (why: string) =>
  new RunFailure('SERVICE_UNAVAILABLE', 'The photo could not be fetched from the images service. Start the reading again in a while.', false, why);
