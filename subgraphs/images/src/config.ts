import { countSetting, readSettings, z } from '@microplate/platform/config';
import { keyShape, serviceShape } from '@microplate/platform/service';

export type ImagesSettings = ReturnType<typeof readImagesSettings>;

/** @throws SettingsError naming every wrong setting. */
export const readImagesSettings = (environment: Record<string, string | undefined>) => readSettings({
  ...serviceShape('images'),
  ...keyShape('images', { admits: ['gateway', 'inference'] }),
  FILE_KEY_IMAGES: z.string('is missing: a random key of at least 32 characters').min(32, 'should be a random key of at least 32 characters'),
  IMAGE_MAX_BYTES: countSetting(50_000_000, 1),
  IMAGE_MAX_PIXELS: countSetting(100_000_000, 1),
}, environment);
