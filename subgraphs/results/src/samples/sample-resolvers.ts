import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import { connectionOf, decodeCursor, encodeCursor, pageSize } from '@microplate/platform/paging';
import { normaliseLabel } from '@microplate/schema/identifiers';
import type { EndPointPolicyName } from '@microplate/schema/report';
import type { ResultsContext } from '../context.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { requireSampleNo, uuidOf } from '../identifiers.ts';
import type { SampleParent } from '../mappers.ts';
import { pooledRows, shapeDistribution, summaryOf, type Summary } from '../plates/plate-rules.ts';
import { resultCursor } from '../result-events/result-event-rules.ts';
import { plateIndexAfter, searchText, seenOfCursor } from './sample-rules.ts';
import { listSamples } from './sample-store.ts';

export const createSampleResolvers = (deps: { database: Database }): Pick<Resolvers, 'Query' | 'Sample'> => ({
  Query: {
    sample: async (_, { sampleNo: given }, { find }) => {
      const sampleNo = requireSampleNo(given);
      const sample = await find(({ sampleByNo }) => sampleByNo, sampleNo);
      if (!sample) throw notFound('sample', sampleNo);
      return sample;
    },
    samples: async (_, { first: given, after, search }, { identity }) => {
      const first = pageSize(given);
      const before = after == null ? null : seenOfCursor(decodeCursor('samples', after));
      const rows = await listSamples(deps.database.em(), identity.labId, { limit: first + 1, before, search: searchText(search) });
      return connectionOf(rows, { first, after }, ({ seen }) => encodeCursor('samples', [seen]), (sample) => sample);
    },
  },
  Sample: {
    __resolveReference: async (reference, { find }) => {
      const sampleNo = 'sampleNo' in reference ? normaliseLabel(reference.sampleNo) : null;
      const id = 'id' in reference ? uuidOf(reference.id) : null;
      if (sampleNo) return find(({ sampleByNo }) => sampleByNo, sampleNo);
      return id ? find(({ sampleById }) => sampleById, id) : null;
    },
    cursor: async ({ id }, _, { loaders, identity }) => resultCursor(identity.labId, (await loaders.contents.load(id)).head),
    plates: async ({ id }, { first: given, after }, { loaders }) => {
      const first = pageSize(given);
      const { plates } = await loaders.contents.load(id);
      const start = after == null ? 0 : plateIndexAfter(plates, decodeCursor('plates', after));
      return connectionOf(plates.slice(start), { first, after }, (plate) => encodeCursor('plates', [plate.id]), (plate) => plate);
    },
    distribution: async (sample, { policy }, context) => shapeDistribution((await summary(sample, policy, context)).distribution),
    gmt: async (sample, { policy }, context) => (await summary(sample, policy, context)).statistics.gmt,
    meanLog2: async (sample, { policy }, context) => (await summary(sample, policy, context)).statistics.meanLog2,
    sd: async (sample, { policy }, context) => (await summary(sample, policy, context)).statistics.sd,
    cv: async (sample, { policy }, context) => (await summary(sample, policy, context)).statistics.cv,
  },
});

/** The accepted run of each plate, once. */
const summary = async ({ id }: SampleParent, given: EndPointPolicyName | null | undefined, { loaders }: ResultsContext): Promise<Summary> => {
  const policy = given ?? 'FIRST_BREAK';
  const { plates } = await loaders.contents.load(id);
  return summaryOf(pooledRows(plates.flatMap(({ accepted }) => accepted ?? []), policy), policy);
};
