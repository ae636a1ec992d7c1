import { countSetting, readSettings, type z } from '@microplate/platform/config';
import { keyShape, serviceShape } from '@microplate/platform/service';

const pairs = keyShape('results', { admits: ['gateway', 'labware', 'inference'], calls: ['inference'] });
const service = serviceShape('results');
/** Days that result events are kept to be resumed from. */
const kept = { RESULT_EVENTS_DAYS: countSetting(90, 1) };
const shape = { ...pairs, ...service, ...kept };

/** What results reads itself; host, port and keys are looked up by the platform. */
type Named = z.infer<z.ZodObject<Pick<typeof service, 'LOG_LEVEL' | 'LOG_FORMAT' | 'REDIS_URL' | 'DATABASE_POOL_SIZE'>>> & z.infer<z.ZodObject<typeof kept>>;
export type ResultsSettings = Named & Readonly<Record<string, unknown>>;

/** Checked settings; the README lists them. @throws SettingsError naming each wrong one. */
export const readResultsSettings = (environment: Record<string, string | undefined>) =>
  readSettings(shape, environment) as ResultsSettings;
