import { notFound } from '@microplate/platform/errors';
import { uploadScalar } from '@microplate/platform/uploads';
import type { ImagesContext } from '../context.ts';
import type { ImagesDeps } from '../deps.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { uploadImage } from './upload-image.ts';

export const imageResolvers = (deps: ImagesDeps): Resolvers<ImagesContext> => ({
  Upload: uploadScalar,
  Query: {
    image: async (_, { id }, { images }) => {
      const image = await images.load(id);
      if (!image) throw notFound('image', id);
      return image;
    },
  },
  Mutation: {
    uploadImage: async (_, { file }, { identity, logger }) => {
      const image = await uploadImage(deps, file, identity);
      logger.info({ imageId: image.id, sha256: image.sha256, byteSize: image.byteSize, mimeType: image.mimeType }, 'photo uploaded');
      return image;
    },
  },
  Image: {
    __resolveReference: ({ id }, { images }) => images.load(id),
    url: ({ id }) => deps.addresses.sign(id),
    thumbnailUrl: ({ id, thumbnailSha256 }) => thumbnailSha256 && deps.addresses.sign(`${id}/thumbnail`),
    uploadedBy: ({ uploadedBy }) => uploadedBy ? { id: uploadedBy } : null,
  },
});
