import { serve } from '@microplate/platform/http';
import type { Fetch } from '@microplate/platform/identity';
import type { Layout, RowsOfRun } from '@microplate/schema/report';

const LAYOUT: Layout = { version: 'default-1', start: 2, factor: 2, direction: 'LEFT_TO_RIGHT', hau: null, prozoneColumns: 1, controls: [] };

/** results as inference sees it: the newest version of a layout by its name, and two rows of every run; on a port of its own. */
export const startFakeResults = async () => {
  const layouts = new Map<string, string>();
  const state = { down: false, asked: [] as string[] };
  const fetch: Fetch = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (state.down) return new Response('down', { status: 503 });
    state.asked.push(pathname);
    const [, , kind, name] = pathname.split('/').map(decodeURIComponent);
    const version = layouts.get(`${searchParams.get('lab')}/${name}`);
    if (kind === 'layouts') return version ? Response.json({ version, direction: version.startsWith('reversed') ? 'RIGHT_TO_LEFT' : 'LEFT_TO_RIGHT', controls: version.startsWith('controlled') ? [{ well: 'A12', role: 'CELL_CONTROL' }] : [] }) : new Response(null, { status: 404 });
    return Response.json(rowsOf(name));
  };
  const listening = await serve(fetch, { port: 0 });
  return { url: listening.url, state, layouts, close: () => listening.close(0) };
};

const series = (row: string) => Array.from({ length: 12 }, (_, index) => `${row}${index + 1}`);

const rowsOf = (runId: string): RowsOfRun => ({
  runId, plateId: runId, layout: LAYOUT, policy: 'FIRST_BREAK', flags: [],
  rows: [
    { row: 'A', serum: null, wells: series('A'), endPoint: 4, titre: { value: 16, censoring: 'NONE', text: '16' }, log2: 4, flags: [] },
    { row: 'B', serum: 'S-2', wells: series('B'), endPoint: null, titre: null, log2: null, flags: ['UNREADABLE'] },
  ],
});
