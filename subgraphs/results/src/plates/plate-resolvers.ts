import { notFound } from '@microplate/platform/errors';
import type { Resolvers } from '../generated/resolver-types.ts';
import { uuidOf } from '../identifiers.ts';
import { serumOf } from '../end-points/layout-rules.ts';
import { layoutOf, plateRows, shapeDistribution, summaryOf } from './plate-rules.ts';

export const plateResolvers: Pick<Resolvers, 'Query' | 'Plate'> = {
  Query: {
    plate: async (_, { id: given }, { find }) => {
      const id = uuidOf(given);
      const plate = id && await find(({ plate }) => plate, id);
      if (!plate) throw notFound('plate', given);
      return plate;
    },
  },
  Plate: {
    __resolveReference: async ({ id: given }, { find }) => {
      const id = uuidOf(given);
      return id ? find(({ plate }) => plate, id) : null;
    },
    sample: ({ sampleId, sampleNo }) => ({ id: sampleId, sampleNo }),
    acceptedRun: ({ accepted }) => accepted && { id: accepted.id },
    flags: ({ accepted }) => accepted?.flags ?? [],
    layout: ({ accepted }) => accepted?.layout
      ? { layout: accepted.layout, savedBy: accepted.layoutSavedBy, savedAt: accepted.layoutSavedAt, seen: 0 } : null,
    rows: ({ accepted }, { policy }) => plateRows(accepted, policy ?? 'FIRST_BREAK')
      .map((row) => ({ ...row, serum: serumOf(layoutOf(accepted!), row.row) })),
    distribution: ({ accepted }, { policy: given }) => {
      const policy = given ?? 'FIRST_BREAK';
      return shapeDistribution(summaryOf(plateRows(accepted, policy), policy).distribution);
    },
    gmt: ({ accepted }, { policy: given }) => {
      const policy = given ?? 'FIRST_BREAK';
      return summaryOf(plateRows(accepted, policy), policy).statistics.gmt;
    },
  },
};
