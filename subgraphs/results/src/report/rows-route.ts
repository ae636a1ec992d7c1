import type { Database } from '@microplate/platform/database';
import { CodedError, notFound } from '@microplate/platform/errors';
import type { Consumer } from '@microplate/platform/events';
import type { SubgraphApp } from '@microplate/platform/subgraph';
import type { LayoutVersion, RowsOfRun } from '@microplate/schema/report';
import { serumOf, serumWells } from '../end-points/layout-rules.ts';
import { uuidOf } from '../identifiers.ts';
import { labelOf } from '../layouts/layout-rules.ts';
import { newestLayout } from '../layouts/layout-store.ts';
import { layoutOf, plateRows } from '../plates/plate-rules.ts';
import { requireLab } from './internal-lab.ts';
import { readRun } from './report-store.ts';

/**
 * `GET /internal/runs/<run id>/rows?lab=<labId>` answers a RowsOfRun, as of everything that inference had committed when it was
 * asked; `GET /internal/layouts/<name>?lab=<labId>` a LayoutVersion. Both to inference alone (schema/report.ts).
 */
export const addRowsRoutes = (app: SubgraphApp, deps: { database: Database; runs: Pick<Consumer, 'catchUp'> }): void => {
  app.get('/internal/runs/:id/rows', async (context) => {
    const labId = requireLab(context.get('identity'), 'inference', context.req.query('lab'));
    await deps.runs.catchUp();
    return context.json(await rowsOfRun(deps.database, labId, context.req.param('id')));
  });
  app.get('/internal/layouts/:name', async (context) => {
    const labId = requireLab(context.get('identity'), 'inference', context.req.query('lab'));
    const name = labelOf('name', context.req.param('name'));
    const newest = await newestLayout(deps.database.em(), labId, name);
    if (!newest) throw notFound('layout', name);
    const { version, direction, controls } = newest.layout;
    return context.json({ version, direction, controls } satisfies LayoutVersion);
  });
};

const rowsOfRun = async (database: Database, labId: string, given: string): Promise<RowsOfRun> => {
  const id = uuidOf(given);
  const run = id && await readRun(database.em(), labId, id);
  if (!run) throw notFound('run', given);
  if (!run.reading) throw new CodedError('NO_ACCEPTED_RESULT', 'The run failed: it has no rows.', { runId: run.id });
  const layout = layoutOf(run.reading);
  const rows = plateRows(run.reading, 'FIRST_BREAK').map((row) => ({ ...row, serum: serumOf(layout, row.row), wells: serumWells(layout, row.row) }));
  return { runId: run.id, plateId: run.plateId, layout, policy: 'FIRST_BREAK', flags: run.reading.flags, rows };
};
