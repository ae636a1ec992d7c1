import { fileURLToPath } from 'node:url';
import { countSetting, readSettings, z } from '@microplate/platform/config';
import { keyShape, serviceShape } from '@microplate/platform/service';

/** By default: while one photo is decoded, the networks look at another. */
export const READINGS_AT_ONCE = 2;

/** Settings of inference, its API and its worker alike, out of environment variables. @throws SettingsError */
export const readInferenceSettings = (environment: Record<string, string | undefined>) => readSettings({
  ...serviceShape('inference'),
  ...keyShape('inference', { admits: ['gateway', 'results'], calls: ['images', 'results'] }),
  FILE_KEY_INFERENCE: z.string('is missing: a random key of at least 32 characters').min(32, 'should be a random key of at least 32 characters'),
  INFERENCE_WORKER: z.enum(['thread', 'process', 'none'], 'should be thread, process or none').default('thread'),
  INFERENCE_CONCURRENCY: countSetting(READINGS_AT_ONCE, 1),
  INFERENCE_RETRIES: countSetting(4),
  INFERENCE_MODELS: z.string().default(fileURLToPath(new URL('../models', import.meta.url))),
  INFERENCE_WORKER_ID: z.uuid('should be a UUID').optional(),
}, environment);

export type InferenceSettings = ReturnType<typeof readInferenceSettings>;

/** The settings as the environment they came from, for the worker's thread or process. */
export const environmentOf = (settings: InferenceSettings): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]));
