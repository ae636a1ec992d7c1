import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import { CodedError } from '../errors/index.ts';
import type { SignedAddresses } from './signed-address.ts';

export interface ServedFile { stream: Readable; byteSize: number; mimeType: string; fileName: string }

/** `GET /files/<service>/<path>` for whoever bears a signed address; `find` returns null for an unknown path. */
export const addFileRoute = (app: Hono<any>, deps: { service: string; addresses: SignedAddresses; find: (path: string) => Promise<ServedFile | null> }): void => {
  app.get(`/files/${deps.service}/*`, async (context) => {
    const url = new URL(context.req.url);
    if (!deps.addresses.verify(url)) throw new CodedError('FORBIDDEN', 'This address has expired or was changed. Ask the graph for a new one.');
    const path = url.pathname.slice(`/files/${deps.service}/`.length);
    const file = await deps.find(path);
    if (!file) throw new CodedError('NOT_FOUND', 'There is no such file any more.');
    if (context.req.method === 'HEAD') file.stream.destroy(); // nobody would read it to its end
    return new Response(context.req.method === 'HEAD' ? null : Readable.toWeb(file.stream) as ReadableStream, { headers: {
      'content-type': file.mimeType, 'content-length': String(file.byteSize), 'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="${file.fileName.replace(/[^A-Za-z0-9._-]/g, '-')}"`,
      'cache-control': 'private, max-age=900',
    } });
  });
};
