import { notFound } from '@microplate/platform/errors';
import { connectionOf, pageSize, type PageArguments } from '@microplate/platform/paging';
import { shapeGrid } from '../calibrations/calibration-resolvers.ts';
import type { InferenceContext, Owner } from '../context.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { acceptRun } from './accept-run.ts';
import { cancelRun } from './cancel-run.ts';
import { isUuid } from '@microplate/platform/ids';
import { label, parseIdempotencyKey, parseRequest } from './request-rules.ts';
import { cursorOf, placeOf } from './run-rules.ts';
import { followRun } from './run-progress.ts';
import { findRuns, type RunConditions } from './run-store.ts';
import type { RunRow } from './run-types.ts';

const identity = <T>(value: T): T => value;

const isoOf = (at: Date | null): string | null => at && new Date(at).toISOString();

const pageOf = (rows: RunRow[], args: PageArguments) =>
  connectionOf(rows, { first: pageSize(args.first), after: args.after }, cursorOf, identity);

const queryOf = (args: PageArguments) => ({ first: pageSize(args.first), place: placeOf(args.after) });

const runsOf = (owner: Owner) => async ({ id }: { id: string }, args: PageArguments, context: InferenceContext) => {
  const query = queryOf(args);
  return pageOf(isUuid(id) ? await context.runsOf(owner, query).load(id) : [], args);
};

const readingOf = async (run: RunRow, { readings }: InferenceContext) => (run.status === 'COMPLETED' ? readings.load(run.id) : null);

const conditionsOf = (filter: RunConditions = {}): RunConditions => {
  return filter.sampleNo == null ? filter : { ...filter, sampleNo: label('sampleNo', filter.sampleNo) };
};

export const runResolvers: Resolvers = {
  Query: {
    run: async (_, { id }, context) => {
      const run = isUuid(id) ? await context.runs.load(id) : null;
      if (!run) throw notFound('run', id);
      return run;
    },
    runs: async (_, args, { deps, identity: { labId } }) => {
      const conditions = conditionsOf(args.filter ?? {});
      const query = queryOf(args);
      const none = conditions.plateId != null && !isUuid(conditions.plateId);
      return pageOf(none ? [] : await findRuns(deps.database.em(), labId, conditions, query), args);
    },
  },
  Mutation: {
    readPlate: (_, { input }, { deps, identity: caller }) =>
      acceptRun(deps, caller, parseRequest(input), parseIdempotencyKey(input.idempotencyKey)),
    cancelRun: (_, { id }, { deps, identity: { labId } }) => cancelRun(deps, labId, id),
  },
  Subscription: {
    runProgress: {
      subscribe: (_, { runId }, { deps, identity: { labId } }) => followRun(deps, labId, runId),
      resolve: (run: RunRow) => run,
    },
  },
  Run: {
    __resolveReference: ({ id }, context) => (isUuid(id) ? context.runs.load(id) : null),
    image: (run) => ({ id: run.image_id }),
    sample: (run) => ({ sampleNo: run.sample_no }),
    plate: (run) => ({ id: run.plate_id }),
    model: (run) => (run.attempts > 0 ? run.model : null),
    flags: async (run, _, context) => (await readingOf(run, context))?.flags ?? run.failure?.flags ?? [],
    orientation: async (run, _, context) => (await readingOf(run, context))?.orientation ?? null,
    calibration: ({ calibration, calibration_ref: ref, orientation }) =>
      (calibration || ref || orientation ? { ...shapeGrid(calibration), id: null, device: null, version: null, ...ref, orientation } : null),
    wells: async (run, _, context) => (await readingOf(run, context))?.wells ?? [],
    annotatedImage: (run, _, { deps }) =>
      run.picture && { ...run.picture, url: deps.addresses.sign(`${run.picture.sha256}.jpg`) },
    requestedBy: (run) => ({ id: run.requested_by }),
    requestedAt: (run) => isoOf(run.requested_at)!,
    finishedAt: (run) => isoOf(run.finished_at),
    durationMs: (run) => run.duration_ms,
    softwareVersion: (run) => run.software_version,
  },
  WellReading: { measurements: ({ measurements }) => measurements ?? null },
  Image: {
    __resolveReference: (owner) => owner,
    runs: runsOf('image_id'),
  },
  Plate: {
    __resolveReference: (owner) => owner,
    runs: runsOf('plate_id'),
  },
};
