import { CodedError } from '../errors/index.ts';

/**
 * A request's body as text, never holding more than `limit` bytes.
 * @throws CodedError PAYLOAD_TOO_LARGE
 */
export const readText = async (request: Request, limit: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new CodedError('PAYLOAD_TOO_LARGE', `The request is larger than ${limit} bytes.`, { limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
