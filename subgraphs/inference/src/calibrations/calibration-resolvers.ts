import { badUserInput } from '@microplate/platform/errors';
import { connectionOf, decodeCursor, encodeCursor, pageSize } from '@microplate/platform/paging';
import { GraphQLScalarType } from 'graphql';
import { JSONResolver } from 'graphql-scalars';
import type { Resolvers } from '../generated/resolver-types.ts';
import { hasLines, parseDevice, parseNewCalibration } from './calibration-rules.ts';
import { listCalibrations } from './calibration-store.ts';
import type { WellGrid } from './calibration-types.ts';
import { previewCalibration } from './preview-calibration.ts';
import { deleteCalibration, saveCalibration } from './save-calibration.ts';

/** A grid as the graph shows it, in one of two fields. */
export const shapeGrid = (grid: WellGrid | null) => ({
  lines: grid && hasLines(grid) ? grid : null,
  corners: grid && !hasLines(grid) ? grid : null,
});

const isoOf = (at: Date): string => new Date(at).toISOString();

const seenOf = (after: string): number => {
  const [seen] = decodeCursor('calibrations', after);
  if (Number.isSafeInteger(seen)) return Number(seen);
  throw badUserInput('after', '"after" is not a cursor of this list. Use the `cursor` or `endCursor` of an earlier answer.');
};

const { parseValue, parseLiteral, serialize } = JSONResolver;

export const calibrationResolvers: Resolvers = {
  CalibrationDocument: new GraphQLScalarType({ name: 'CalibrationDocument', parseValue, parseLiteral, serialize }),
  Query: {
    calibrations: async (_, { device: given, first: wanted, after }, { deps, identity: { labId } }) => {
      const first = pageSize(wanted);
      const device = given == null ? null : parseDevice(given);
      const before = after == null ? null : seenOf(after);
      const rows = await listCalibrations(deps.database.em(), labId, { device, before, first });
      return connectionOf(rows, { first, after }, ({ seen }) => encodeCursor('calibrations', [Number(seen)]), (row) => row);
    },
    previewCalibration: (_, { imageId, calibration }, context) => previewCalibration(context.deps, context, imageId, calibration),
  },
  Mutation: {
    saveCalibration: (_, { input }, { deps, identity }) => saveCalibration(deps, identity, parseNewCalibration(input)),
    deleteCalibration: (_, { id }, { deps, identity }) => deleteCalibration(deps, identity, id),
  },
  Calibration: {
    isCurrent: ({ is_current }) => is_current,
    lines: ({ grid }) => shapeGrid(grid).lines,
    corners: ({ grid }) => shapeGrid(grid).corners,
    savedBy: ({ saved_by }) => ({ id: saved_by }),
    savedAt: ({ saved_at }) => isoOf(saved_at),
    deletedAt: ({ deleted_at }) => deleted_at && isoOf(deleted_at),
  },
};
