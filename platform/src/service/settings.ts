import { countSetting, portSetting, z } from '../config/index.ts';

/** Addresses of the services on one machine; a setting `<NAME>_URL` replaces one. */
export const DEFAULT_PORTS = { gateway: 6400, auth: 6401, images: 6402, labware: 6403, results: 6404, inference: 6405 } as const;

export type ServiceName = keyof typeof DEFAULT_PORTS;

/** Every service behind the gateway. */
export const SUBGRAPHS = (Object.keys(DEFAULT_PORTS) as ServiceName[]).filter((name) => name !== 'gateway');

const key = z.string('is missing: a random key of at least 32 characters').min(32, 'should be a random key of at least 32 characters');
const upper = (name: string) => name.toUpperCase();

/** Settings every service has, for `readSettings`: where it listens, how it logs, its database. Names are unique over all services, so one environment serves all. */
export const serviceShape = <Name extends ServiceName>(name: Name) => ({
  [`${upper(name)}_HOST`]: z.string().default('127.0.0.1'),
  [`${upper(name)}_PORT`]: portSetting(DEFAULT_PORTS[name]),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'should be one of fatal error warn info debug trace silent').default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty'], 'should be json or pretty').default('json'),
  PUBLIC_URL: z.url('should be the address people reach the gateway at, e.g. https://plates.example.org').default(`http://127.0.0.1:${DEFAULT_PORTS.gateway}`),
  DATA_FOLDER: z.string().default('.data'),
  REDIS_URL: z.url('should be an address like redis://host:6379').optional(),
  DATABASE_URL: z.url('should be an address like postgres://user:password@host:5432/any').optional(),
  [`DATABASE_URL_${upper(name)}`]: z.url('should be an address like postgres://user:password@host:5432/database').optional(),
  DATABASE_POOL_SIZE: countSetting(6, 1),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('should be the address of an OTLP collector, e.g. http://localhost:4318').optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('should be a number from 0 to 1').min(0, 'should be a number from 0 to 1').max(1, 'should be a number from 0 to 1').default(1),
});

/** Keys of the pairs a service takes part in: whom it admits, and whom it calls. */
export const keyShape = (name: ServiceName, pairs: { admits?: readonly ServiceName[]; calls?: readonly ServiceName[] }) => Object.fromEntries([
  ...(pairs.admits ?? []).map((issuer) => [keySetting(issuer, name), key]),
  ...(pairs.calls ?? []).flatMap((audience) => [
    [keySetting(name, audience), key],
    [`${upper(audience)}_URL`, z.url('should be an address like http://host:port').default(`http://127.0.0.1:${DEFAULT_PORTS[audience]}`)]]),
]) as Record<string, z.ZodType<string>>;

/** Name of the setting with the key that `issuer` signs for `audience` with. */
export const keySetting = (issuer: ServiceName, audience: ServiceName): string => `SERVICE_KEY_${upper(issuer)}_${upper(audience)}`;

type Environment = Readonly<Record<string, unknown>>;

/** The keys of the callers `name` admits, by issuer, out of checked settings. */
export const callersOf = (name: ServiceName, admits: readonly ServiceName[], settings: Environment): Record<string, string> =>
  Object.fromEntries(admits.map((issuer) => [issuer, settings[keySetting(issuer, name)] as string]));

/** `DATABASE_URL_<NAME>`, or database `microplate_<name>` on the server of `DATABASE_URL`. */
export const databaseUrlOf = (name: ServiceName, settings: Environment): string => {
  const own = settings[`DATABASE_URL_${upper(name)}`] as string | undefined;
  if (own) return own;
  if (!settings.DATABASE_URL) throw new Error(`Set DATABASE_URL_${upper(name)}, or DATABASE_URL for all services.`);
  const url = new URL(settings.DATABASE_URL as string);
  url.pathname = `/microplate_${name}`;
  return url.href;
};

/** Where a service listens. */
export const listenOn = (name: ServiceName, settings: Environment): { host: string; port: number } =>
  ({ host: settings[`${upper(name)}_HOST`] as string, port: settings[`${upper(name)}_PORT`] as number });
