import { randomBytes } from 'node:crypto';
import { multipartBody } from '@microplate/platform/uploads';
import { accessToken } from './access-token.ts';

/** A request that uploads so many chunks of 64 KB, each of the same bytes. */
export const upload = (chunks: number, query = 'mutation($file: Upload!) { uploadImage(file: $file) { name byteSize sha256Start } }', extra: Record<string, string> = { 'apollo-require-preflight': '1' }) => {
  const chunk = randomBytes(64 * 1024);
  const source = { filename: 'plate.jpg', mimetype: 'image/jpeg', createReadStream: async function* () { for (let sent = 0; sent < chunks; sent += 1) yield chunk; } };
  const { contentType, stream } = multipartBody({ query, variables: { file: null } }, new Map([['variables.file', source]]));
  return { chunk, request: new Request('http://gateway.test/graphql', { method: 'POST', body: stream, duplex: 'half',
    headers: { 'content-type': contentType, authorization: `Bearer ${accessToken({ permissions: ['capture:image'] })}`, ...extra } } as RequestInit) };
};
