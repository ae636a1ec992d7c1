import { randomUUID } from 'node:crypto';
import { CodedError } from '@microplate/platform/errors';
import { anonymous, type ServiceClient } from '@microplate/platform/identity';
import type { LayoutVersion, RowsOfRun } from '@microplate/schema/report';
import { RunFailure } from '../worker/failure-rules.ts';

/** What inference asks of results. */
export interface ResultsClient {
  /** What to record of a lab's layout. @throws CodedError NOT_FOUND, SERVICE_UNAVAILABLE */
  layoutVersion(labId: string, name: string): Promise<LayoutVersion>;
  /** End points and flags of a completed run; null where results has none to give. @throws RunFailure where it does not answer. */
  rowsOf(labId: string, runId: string, signal: AbortSignal): Promise<RowsOfRun | null>;
}

const TIMEOUT_MS = 5000;

export const createResultsClient = (results: ServiceClient): ResultsClient => {
  const ask = (labId: string, path: string, signal?: AbortSignal): Promise<Response> => results({
    path: `${path}?lab=${encodeURIComponent(labId)}`, identity: { ...anonymous(randomUUID()), labId },
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
  });
  return {
    layoutVersion: async (labId, name) => {
      const response = await ask(labId, `/internal/layouts/${encodeURIComponent(name)}`).catch(() => null);
      if (response?.status === 404) throw new CodedError('NOT_FOUND', `There is no layout "${name}" in your lab. Save it, or leave "layout" out.`, { kind: 'layout', id: name });
      if (!response?.ok) throw new CodedError('SERVICE_UNAVAILABLE', 'The results service, which keeps the layouts, does not answer just now. Try again in a moment.', { service: 'results' });
      return await response.json() as LayoutVersion;
    },
    rowsOf: async (labId, runId, signal) => {
      const response = await ask(labId, `/internal/runs/${runId}/rows`, signal).catch((error: Error) => { throw unavailable(error.message); });
      if (response.status === 409 || response.status === 404) return null;
      if (!response.ok) throw unavailable(`it answered ${response.status}`);
      return await response.json() as RowsOfRun;
    },
  };
};

const unavailable = (why: string): RunFailure =>
  new RunFailure('SERVICE_UNAVAILABLE', 'The results service does not answer, so the picture has no end points yet.', false, why);
