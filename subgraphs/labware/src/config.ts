import { countSetting, readSettings, z } from '@microplate/platform/config';
import { keyShape, serviceShape } from '@microplate/platform/service';
import { isTimeZone } from './dialects/file-name-rules.ts';

export type LabwareSettings = ReturnType<typeof readLabwareSettings>;

/** @throws SettingsError naming every wrong setting. */
export const readLabwareSettings = (environment: Record<string, string | undefined>) => readSettings({
  ...serviceShape('labware'),
  ...keyShape('labware', { admits: ['gateway'], calls: ['results'] }),
  FILE_KEY_LABWARE: z.string('is missing: a random key of at least 32 characters').min(32, 'should be a random key of at least 32 characters'),
  FILE_NAME_TIME_ZONE: z.string().refine(isTimeZone, 'should be a time zone such as UTC or Asia/Bangkok').default('UTC'),
  DELIVERY_FOLDER: z.string().optional(),
  DELIVERY_ATTEMPTS: countSetting(8, 1),
  DELIVERY_RETRY_MS: countSetting(1000, 1),
}, environment);
