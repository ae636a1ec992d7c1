import { Hono } from 'hono';
import { CodedError, httpStatusOf } from '@microplate/platform/errors';
import { CONTEXT_HEADER, checkBinding, verifyContext, type Fetch } from '@microplate/platform/identity';
import type { SampleReport } from '@microplate/schema/report';

/** Stands in for results: its internal route, its checks and its refusals, over reports that a test sets. */
export interface FakeResults {
  fetch: Fetch;
  /** By `<lab>/<sampleNo>`; an error is its refusal. */
  reports: Map<string, SampleReport | CodedError>;
  /** When set, every call fails so: a thrown error as the network fails, or an answer. */
  broken: (() => Response) | null;
  asked: number;
}

export const createFakeResults = (key: string): FakeResults => {
  const app = new Hono();
  const fake: FakeResults = { fetch: async (request) => fake.broken ? fake.broken() : app.fetch(request), reports: new Map(), broken: null, asked: 0 };
  app.onError((error) => error instanceof CodedError
    ? Response.json({ errors: [{ message: error.message, extensions: error.extensions }] }, { status: httpStatusOf(error.code) })
    : Response.json({ errors: [{ message: error.message }] }, { status: 500 }));
  app.get('/internal/samples/:sampleNo/report', (context) => {
    fake.asked++;
    const claims = verifyContext(context.req.header(CONTEXT_HEADER) ?? null, 'results', { labware: key });
    const url = new URL(context.req.url);
    checkBinding(claims, `GET ${url.pathname}${url.search}`);
    const report = fake.reports.get(`${context.req.query('lab')}/${context.req.param('sampleNo')}`);
    if (!report) throw new CodedError('NOT_FOUND', `There is no sample "${context.req.param('sampleNo')}" in your lab.`);
    if (report instanceof CodedError) throw report;
    return context.json(report);
  });
  return fake;
};
