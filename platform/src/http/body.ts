import { CodedError } from '../errors/index.ts';

export const bodyTooLarge = (limit: number): CodedError => new CodedError('PAYLOAD_TOO_LARGE', `The request is larger than ${limit} bytes.`, { limit });

export const brokenOff = (): CodedError => new CodedError('BAD_REQUEST', 'The request broke off before its end.');

/**
 * A request's body, never holding more than `limit` bytes.
 * @throws CodedError PAYLOAD_TOO_LARGE; BAD_REQUEST where the client stops in the middle.
 */
export const readBytes = async (request: Request, limit: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limit) throw bodyTooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof CodedError ? error : brokenOff();
  }
  return Buffer.concat(chunks);
};

/** The same as text. */
export const readText = async (request: Request, limit: number): Promise<string> => (await readBytes(request, limit)).toString('utf8');
