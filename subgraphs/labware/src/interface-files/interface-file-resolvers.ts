import { isUuid } from '@microplate/platform/ids';
import { badUserInput, notFound } from '@microplate/platform/errors';
import { connectionOf, decodeCursor, encodeCursor, pageSize } from '@microplate/platform/paging';
import type { LabwareDeps } from '../deps.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { checkGenerateInput, generateInterfaceFile } from './generate-interface-file.ts';
import type { InterfaceFile } from './interface-file.ts';

const CURSOR = 'interfaceFiles';

export const interfaceFileResolvers = (deps: LabwareDeps): Resolvers => ({
  Query: {
    interfaceFile: async (_, { id }, { files }) => {
      const file = isUuid(id) ? await files.load(id) : null;
      if (!file) throw notFound('interface file', id);
      return file;
    },
  },
  Mutation: {
    generateInterfaceFile: (_, { input }, { identity, logger }) =>
      generateInterfaceFile(deps, checkGenerateInput(input), { identity, logger }),
  },
  InterfaceFile: {
    __resolveReference: ({ id }, { files }) => (isUuid(id) ? files.load(id) : null),
    content: ({ id }, _, { contents }) => contents.load(id),
    downloadUrl: ({ id }) => deps.addresses.sign(id),
    sample: ({ sampleNo }) => ({ sampleNo }),
    generatedBy: ({ generatedBy }) => generatedBy === null ? null : { id: generatedBy },
    generatedAt: ({ generatedAt }) => generatedAt.toISOString(),
  },
  Sample: {
    __resolveReference: ({ sampleNo }) => ({ sampleNo }),
    interfaceFiles: async ({ sampleNo }, { first, after }, { pages }) => {
      const size = pageSize(first);
      const rows = await pages.load({ sampleNo, size, after: after ? placeOf(after) : null });
      return connectionOf(rows, { first: size, after }, cursorOf, (file) => file);
    },
  },
});

const cursorOf = ({ generatedAt, id }: InterfaceFile): string => encodeCursor(CURSOR, [generatedAt.toISOString(), id]);

const placeOf = (cursor: string): { generatedAt: string; id: string } => {
  const [generatedAt, id] = decodeCursor(CURSOR, cursor).map(String);
  if (!isUuid(id) || Number.isNaN(Date.parse(generatedAt))) throw badUserInput('after', '"after" is not a cursor of this list.');
  return { generatedAt: new Date(generatedAt).toISOString(), id };
};
