import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { GraphError, type GraphClient } from '../client/graph-client.ts';
import { ReadingFailed, readPhoto, type Reading } from '../read/read-photo.ts';
import { requestKey, type Labels } from './batch-rules.ts';
import type { Outcome } from './outcome.ts';

/** Troubles of the moment, not of the photograph: tried again, and never written down as its outcome. */
const PASSING = new Set(['SERVICE_UNAVAILABLE', 'GATEWAY_TIMEOUT', 'RATE_LIMITED', 'TOKEN_EXPIRED', 'INTERNAL_SERVER_ERROR']);
/** Troubles of whoever asks: they would stop every photograph alike. */
const FATAL = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'INVALID_TOKEN', 'INVALID_CREDENTIALS', 'MODEL_NOT_FOUND']);
const ATTEMPTS = 4;
const NOT_VALIDATED = ' (not validated)';

export interface PhotoToRead { file: string; path: string; sha256: string; key: string; labels: Labels }

export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** A photograph with what tells it from all others. */
export const prepare = async (file: string, path: string, labels: Labels, how: Reading): Promise<PhotoToRead> => {
  const sha256 = await sha256Of(path);
  return { file, path, sha256, labels, key: requestKey(sha256, labels, how) };
};

export interface ReadOneOptions { client: () => Promise<GraphClient>; how: Reading; signal: AbortSignal }

/**
 * Reads one photograph. The request's key is its idempotency key, so a run that an earlier call began is taken up, not repeated.
 * @throws where no photograph could be read now: not signed in, gateway gone.
 */
export const readOne = async (photo: PhotoToRead, options: ReadOneOptions): Promise<Outcome> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce(photo, options);
    } catch (error) {
      const code = codeOf(error);
      if (!code || FATAL.has(code)) throw error;
      if (!PASSING.has(code)) return refused(photo, code, plainMessage(error as Error, code));
      if (attempt === ATTEMPTS || options.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }
};

const tryOnce = async (photo: PhotoToRead, { client: open, how }: ReadOneOptions): Promise<Outcome> => {
  const client = await open();
  try {
    const { run, plate } = await readPhoto(client, { photo: photo.path, ...photo.labels, ...how, idempotencyKey: photo.key });
    return {
      ...whoOf(photo), status: 'READ', code: null, message: null, runId: run.id, model: `${run.model.name} ${run.model.version}${run.model.validated ? '' : NOT_VALIDATED}`, confidence: run.confidence,
      flags: [...run.flags.map(({ code }) => code), ...plate.rows.flatMap(({ row, flags }) => flags.map((flag) => `${row}:${flag}`))],
      titres: Object.fromEntries(plate.rows.map(({ row, titre }) => [row, titre?.text ?? null])), gmt: plate.gmt.value,
    };
  } finally {
    await client.close();
  }
};

const codeOf = (error: unknown): string | null => (error instanceof GraphError || error instanceof ReadingFailed ? error.code : null);

const plainMessage = (error: Error, code: string): string => (error.message.startsWith(`${code}: `) ? error.message.slice(code.length + 2) : error.message);

export const refused = (photo: PhotoToRead, code: string, message: string): Outcome =>
  ({ ...whoOf(photo), status: 'REFUSED', code, message, runId: null, model: null, confidence: null, flags: [], titres: {}, gmt: null });

const whoOf = ({ file, sha256, key, labels }: PhotoToRead) => ({ file, sha256, key, ...labels });
