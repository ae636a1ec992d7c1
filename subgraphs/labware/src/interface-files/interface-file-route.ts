import { isUuid } from '@microplate/platform/ids';
import { Readable } from 'node:stream';
import { addFileRoute } from '@microplate/platform/blobs';
import type { SubgraphApp } from '@microplate/platform/subgraph';
import type { LabwareDeps } from '../deps.ts';
import { fileForDownload } from './interface-file-store.ts';

/** `GET /files/labware/<id>` with a signed address. */
export const addInterfaceFileRoute = (app: SubgraphApp, { addresses, database }: Pick<LabwareDeps, 'addresses' | 'database'>): void =>
  addFileRoute(app, { service: 'labware', addresses, find: async (id) => {
    const file = isUuid(id) ? await fileForDownload(database, id) : null;
    if (!file) return null;
    const bytes = Buffer.from(file.content);
    return { stream: Readable.from([bytes]), byteSize: bytes.byteLength, mimeType: 'text/csv; charset=utf-8', fileName: file.fileName };
  } });
