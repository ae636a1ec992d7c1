import type { Resolvers } from '../generated/resolver-types.ts';
import { drawOverlay, locatePlate } from './locate-plate.ts';

export const locationResolvers: Resolvers = {
  Query: {
    locatePlate: (_, { imageId, format }, context) => locatePlate(context.deps, context, imageId, { format: format ?? undefined }),
  },
  PlateLocation: {
    overlay: async (plate, _, context) => {
      const picture = await drawOverlay(context.deps, context, plate);
      return { ...picture, url: context.deps.addresses.sign(`temporary/${picture.sha256}.jpg`) };
    },
  },
};
