import { Readable } from 'node:stream';
import { addFileRoute } from '@microplate/platform/blobs';
import type { SubgraphApp } from '@microplate/platform/subgraph';
import type { LabwareDeps } from '../deps.ts';
import { fileForDownload } from './interface-file-store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `GET /files/labware/<id>` with a signed address. */
export const addInterfaceFileRoute = (app: SubgraphApp, { addresses, database }: Pick<LabwareDeps, 'addresses' | 'database'>): void =>
  addFileRoute(app, { service: 'labware', addresses, find: async (id) => {
    const file = UUID.test(id) ? await fileForDownload(database, id) : null;
    if (!file) return null;
    const bytes = Buffer.from(file.content);
    return { stream: Readable.from([bytes]), byteSize: bytes.byteLength, mimeType: 'text/csv; charset=utf-8', fileName: file.fileName };
  } });
