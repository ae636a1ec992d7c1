import { Readable } from 'node:stream';
import { addFileRoute, type ServedFile } from '@microplate/platform/blobs';
import { CodedError } from '@microplate/platform/errors';
import { addEventRoute } from '@microplate/platform/events';
import type { SubgraphApp } from '@microplate/platform/subgraph';
import type { ImagesDeps } from '../deps.ts';
import { extensionOf } from './image-rules.ts';
import { imageOfAnyLab } from './image-store.ts';

const READERS = ['inference'];

/** Events and originals for inference; files for whoever bears a signed address. */
export const addImageRoutes = (app: SubgraphApp, deps: ImagesDeps): void => {
  const { addresses, blobs, database, wakeups } = deps;
  addEventRoute(app, { database, wakeups, admits: READERS });
  app.get('/internal/blobs/:sha256', async (context) => {
    const { issuer } = context.get('identity');
    if (!READERS.includes(issuer)) throw new CodedError('FORBIDDEN', `Service "${issuer}" may not read originals.`);
    const sha256 = context.req.param('sha256');
    const blob = /^[0-9a-f]{64}$/.test(sha256) ? await blobs.open(sha256) : null;
    if (!blob) throw new CodedError('NOT_FOUND', 'There is no blob of this sha256.');
    return new Response(Readable.toWeb(blob.stream) as ReadableStream, { headers: { 'content-type': 'application/octet-stream', 'content-length': String(blob.byteSize) } });
  });
  addFileRoute(app, { service: 'images', addresses, find: (path) => findFile(deps, path) });
};

/** `<id>` is the original, `<id>/thumbnail` its thumbnail. */
const findFile = async ({ database, blobs }: ImagesDeps, path: string): Promise<ServedFile | null> => {
  const [id, part] = path.split('/');
  const image = await imageOfAnyLab(database.em(), id);
  const sha256 = part === 'thumbnail' ? image?.thumbnailSha256 : image?.sha256;
  const blob = sha256 ? await blobs.open(sha256) : null;
  if (!image || !blob) return null;
  const [mimeType, name] = part === 'thumbnail' ? ['image/jpeg', 'thumbnail.jpg'] : [image.mimeType, `original.${extensionOf(image.mimeType)}`];
  return { ...blob, mimeType, fileName: `${image.id}-${name}` };
};
