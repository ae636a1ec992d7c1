import { badUserInput, notFound } from '@microplate/platform/errors';
import { connectionOf, pageSize, type PageArguments } from '@microplate/platform/paging';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import type { InferenceContext, Owner } from '../context.ts';
import { acceptRun } from './accept-run.ts';
import { cancelRun } from './cancel-run.ts';
import { isUuid, parseIdempotencyKey, parseRequest } from './request-rules.ts';
import { cursorOf, placeOf } from './run-rules.ts';
import { followRun } from './run-progress.ts';
import { findRuns, type RunConditions } from './run-store.ts';
import type { ReadPlateInput, RunRow } from './run-types.ts';

const identity = <T>(value: T): T => value;

const isoOf = (at: Date | null): string | null => at && new Date(at).toISOString();

const pageOf = (rows: RunRow[], args: PageArguments) =>
  connectionOf(rows, { first: pageSize(args.first), after: args.after }, cursorOf, identity);

const queryOf = (args: PageArguments) => ({ first: pageSize(args.first), place: placeOf(args.after) });

const runsOf = (owner: Owner) => async ({ id }: { id: string }, args: PageArguments, context: InferenceContext) => {
  const query = queryOf(args);
  return pageOf(isUuid(id) ? await context.runsOf(owner, query).load(id) : [], args);
};

const conditionsOf = (filter: RunConditions = {}): RunConditions => {
  if (filter.sampleNo == null) return filter;
  const sampleNo = normaliseLabel(filter.sampleNo);
  if (sampleNo === null) throw badUserInput('sampleNo', `"sampleNo" ${LABEL_RULE}.`);
  return { ...filter, sampleNo };
};

export const runResolvers = {
  Query: {
    run: async (_: unknown, { id }: { id: string }, context: InferenceContext) => {
      const run = isUuid(id) ? await context.runs.load(id) : null;
      if (!run) throw notFound('run', id);
      return run;
    },
    runs: async (_: unknown, args: PageArguments & { filter?: RunConditions | null }, { deps, identity: { labId } }: InferenceContext) => {
      const conditions = conditionsOf(args.filter ?? {});
      const query = queryOf(args);
      const none = conditions.plateId != null && !isUuid(conditions.plateId);
      return pageOf(none ? [] : await findRuns(deps.database.em(), labId, conditions, query), args);
    },
    models: (_: unknown, __: unknown, { deps }: InferenceContext) => deps.models.list(),
  },
  Mutation: {
    readPlate: (_: unknown, { input }: { input: ReadPlateInput }, { deps, identity: caller }: InferenceContext) =>
      acceptRun(deps, caller, parseRequest(input), parseIdempotencyKey(input.idempotencyKey)),
    cancelRun: (_: unknown, { id }: { id: string }, { deps, identity: { labId } }: InferenceContext) => cancelRun(deps, labId, id),
  },
  Subscription: {
    runProgress: {
      subscribe: (_: unknown, { runId }: { runId: string }, { deps, identity: { labId } }: InferenceContext) => followRun(deps, labId, runId),
      resolve: identity<RunRow>,
    },
  },
  Run: {
    __resolveReference: ({ id }: { id: string }, context: InferenceContext) => (isUuid(id) ? context.runs.load(id) : null),
    image: (run: RunRow) => ({ id: run.image_id }),
    sample: (run: RunRow) => ({ sampleNo: run.sample_no }),
    plate: (run: RunRow) => ({ id: run.plate_id }),
    model: (run: RunRow) => (run.attempts > 0 ? run.model : null),
    wells: async (run: RunRow, _: unknown, context: InferenceContext) =>
      (run.status === 'COMPLETED' ? (await context.readings.load(run.id))?.wells ?? [] : []),
    annotatedImage: (run: RunRow, _: unknown, { deps }: InferenceContext) =>
      run.picture && { ...run.picture, url: deps.addresses.sign(`${run.picture.sha256}.jpg`) },
    requestedBy: (run: RunRow) => ({ id: run.requested_by }),
    requestedAt: (run: RunRow) => isoOf(run.requested_at)!,
    finishedAt: (run: RunRow) => isoOf(run.finished_at),
    durationMs: (run: RunRow) => run.duration_ms,
    softwareVersion: (run: RunRow) => run.software_version,
  },
  Image: {
    __resolveReference: identity<{ id: string }>,
    runs: runsOf('image_id'),
  },
  Plate: {
    __resolveReference: identity<{ id: string }>,
    runs: runsOf('plate_id'),
  },
};
