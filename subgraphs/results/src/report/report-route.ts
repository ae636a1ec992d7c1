import type { Database } from '@microplate/platform/database';
import { CodedError, notFound } from '@microplate/platform/errors';
import type { Consumer } from '@microplate/platform/events';
import type { SubgraphApp } from '@microplate/platform/subgraph';
import { requireSampleNo } from '../identifiers.ts';
import { requireLab } from './internal-lab.ts';
import { reportOf } from './report-rules.ts';
import { readSamplePlates } from './report-store.ts';

/**
 * `GET /internal/samples/<sampleNo>/report?lab=<labId>`, to labware alone; answers a SampleReport (schema/report.ts),
 * as of everything that inference had committed when it was asked.
 */
export const addReportRoute = (app: SubgraphApp, deps: { database: Database; runs: Consumer }): void => {
  app.get('/internal/samples/:sampleNo/report', async (context) => {
    const labId = requireLab(context.get('identity'), 'labware', context.req.query('lab'));
    const sampleNo = requireSampleNo(context.req.param('sampleNo'));
    await deps.runs.catchUp();
    const plates = await readSamplePlates(deps.database.em(), labId, sampleNo);
    if (!plates) throw notFound('sample', sampleNo);
    if (plates.length === 0) throw new CodedError('NO_ACCEPTED_RESULT', `Sample "${sampleNo}" has no plate that was read; read one first.`, { sampleNo });
    return context.json(reportOf(sampleNo, plates));
  });
};
