import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Answer } from './graphql-request.ts';

const compress = promisify(gzip);

/** Wells of four plates. Measured: 27 kB become 3 in 0.06 ms, 136 kB become 12 in 0.3 ms: a fifth of what reading and writing that JSON costs. */
const WORTH_IT = 16_384;

/** True where gzip is taken, by its name or by `*` (RFC 9110, 12.5.3). */
export const takesGzip = (acceptEncoding: string | null): boolean => {
  if (!acceptEncoding) return false;
  const weights = new Map(acceptEncoding.toLowerCase().split(',').map((entry) => {
    const [coding, ...rest] = entry.split(';').map((part) => part.trim());
    return [coding, !rest.some((parameter) => /^q=0(\.0*)?$/.test(parameter))];
  }));
  return weights.get('gzip') ?? weights.get('*') ?? false;
};

/**
 * A big answer in gzip's fastest level, off the main thread. Secrets can't be guessed by its length (BREACH): what makes a
 * browser send a request for another site does not make it send the token.
 */
export const compressAnswer = (answer: Answer, acceptEncoding: string | null): Promise<Answer> | Answer => {
  const { headers, body } = answer;
  if (body.length < WORTH_IT) return answer;
  const varying = { ...headers, vary: 'Accept-Encoding' };
  if (!takesGzip(acceptEncoding)) return { ...answer, headers: varying };
  return compress(body, { level: constants.Z_BEST_SPEED }).then((compressed) => ({ ...answer, body: compressed, headers: { ...varying, 'content-encoding': 'gzip' } }));
};
