import { CodedError, type ErrorCode } from '@microplate/platform/errors';
import type { Identity, ServiceClient } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import type { SampleReport } from '@microplate/schema/report';

/** The sample's accepted results as results has them at this moment. */
export type ReportSource = (sampleNo: string, identity: Identity, logger: Logger) => Promise<SampleReport>;

const TIMEOUT_MS = 10_000;

/** Refusals of results that are the caller's to know, with their message; anything else is results being away. */
const PASSED_ON: readonly string[] = ['NOT_FOUND', 'NO_ACCEPTED_RESULT', 'CONFLICT', 'BAD_USER_INPUT'] satisfies ErrorCode[];

/** Asks results over its internal route, every time: an answer is never kept. */
export const createReportSource = (results: ServiceClient): ReportSource => async (sampleNo, identity, logger) => {
  const path = `/internal/samples/${encodeURIComponent(sampleNo)}/report?lab=${encodeURIComponent(identity.labId)}`;
  const answer = await ask(results, path, identity).catch((error: Error) => away(logger, error.message));
  if (answer.status === 200) return answer.body as SampleReport;
  const refusal = (answer.body as Refusal).errors?.[0];
  const code = refusal?.extensions?.code ?? '';
  if (refusal && PASSED_ON.includes(code)) throw new CodedError(code as ErrorCode, refusal.message, refusal.extensions);
  return away(logger, `results answered ${answer.status} ${code}`);
};

interface Refusal { errors?: { message: string; extensions?: { code?: string } }[] }

const ask = async (results: ServiceClient, path: string, identity: Identity): Promise<{ status: number; body: unknown }> => {
  const response = await results({ path, identity, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { status: response.status, body: await response.json() };
};

const away = (logger: Logger, why: string): never => {
  logger.warn({ why }, 'no report from results');
  throw new CodedError('SERVICE_UNAVAILABLE', 'The results service does not answer just now, and a file is made of nothing else. Try again in a moment.', { service: 'results' });
};
