import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import type { Wakeups } from '@microplate/platform/events';
import { connectionOf, decodeCursor, encodeCursor, pageSize } from '@microplate/platform/paging';
import type { Resolvers } from '../generated/resolver-types.ts';
import { uuidOf } from '../identifiers.ts';
import { seenOfCursor } from '../samples/sample-rules.ts';
import { labelOf, parseLayout, partsOfId } from './layout-rules.ts';
import { insertLayout, listLayouts } from './layout-store.ts';
import { setPlateLayout } from './set-plate-layout.ts';

export const createLayoutResolvers = (deps: { database: Database; wakeups: Wakeups }): Pick<Resolvers, 'Query' | 'Mutation' | 'Layout'> => ({
  Query: {
    layouts: async (_, { name: given, first: wanted, after }, { identity: { labId } }) => {
      const first = pageSize(wanted);
      const name = given == null ? null : labelOf('name', given);
      const before = after == null ? null : seenOfCursor(decodeCursor('layouts', after));
      const rows = await listLayouts(deps.database.em(), labId, { name, before, first });
      return connectionOf(rows, { first, after }, ({ seen }) => encodeCursor('layouts', [seen]), (layout) => layout);
    },
  },
  Mutation: {
    saveLayout: (_, { input }, { identity: { labId, userId } }) => {
      const { name, definition } = parseLayout(input);
      return deps.database.transaction((em) => insertLayout(em, labId, userId!, name, definition));
    },
    setPlateLayout: async (_, { plateId: given, layoutId }, { find, loaders, identity: { labId } }) => {
      const id = uuidOf(given);
      const plate = id && await find(({ plate: plates }) => plates, id);
      if (!plate) throw notFound('plate', given);
      await setPlateLayout(deps, labId, plate, layoutId ?? null);
      return (await loaders.plate.clear(plate.id).load(plate.id))!;
    },
  },
  Layout: {
    id: ({ layout }) => layout.version,
    name: ({ layout }) => partsOfId(layout.version).name,
    version: ({ layout }) => partsOfId(layout.version).number,
    start: ({ layout }) => layout.start,
    factor: ({ layout }) => layout.factor,
    direction: ({ layout }) => layout.direction,
    hau: ({ layout }) => layout.hau,
    prozoneColumns: ({ layout }) => layout.prozoneColumns,
    controls: ({ layout }) => layout.controls,
    sera: ({ layout }) => layout.sera ?? [],
    savedBy: ({ savedBy }) => (savedBy ? { id: savedBy } : null),
    savedAt: ({ savedAt }) => savedAt && new Date(savedAt).toISOString(),
  },
});
