import { countSetting, portSetting, readSettings, SettingsError, z } from '@microplate/platform/config';
import { SUBGRAPHS, keyShape, serviceShape } from '@microplate/platform/service';
import { trustedProxies } from './identity/client-address.ts';
import type { SchemaReaders } from './operations/introspection.ts';

const MEGABYTE = 1_000_000;

/** Who may read the schema: `on`, `off`, or the permission it takes. */
const schemaReaders = z.string().regex(/^(on|off|[a-z]+:[a-z]+)$/, 'should be on, off or a permission such as schema:view').optional();

/** `on` or `off`; not set, it is on but in production. */
const developmentSwitch = z.enum(['on', 'off'], 'should be on or off').optional();

const list = z.string().default('').transform((text) => text.split(',').map((item) => item.trim()).filter(Boolean));

const limitSetting = z.coerce.number('should be a whole number').int('should be a whole number').min(1, 'should be at least 1').optional();

const proxies = list.transform((ranges, context) => {
  try {
    return trustedProxies(ranges);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** Where nothing is set: in production what a busy lab's people come near to by no honest work, and otherwise what no bench meets. */
const PER_MINUTE = {
  production: { BUDGET: 1_000_000, RATE_PER_ADDRESS: 3000, RATE_PER_USER: 1200 },
  development: { BUDGET: 1_000_000_000, RATE_PER_ADDRESS: 10_000_000, RATE_PER_USER: 10_000_000 },
};

const shape = {
  ...serviceShape('gateway'),
  ...keyShape('gateway', { calls: SUBGRAPHS }),
  NODE_ENV: z.string().optional(),
  /** Where `/metrics` is: not at the public door. */
  GATEWAY_METRICS_HOST: z.string().default('127.0.0.1'),
  GATEWAY_METRICS_PORT: portSetting(6409),
  /** Origins whose pages may call the gateway, separated by commas, e.g. `https://studio.apollographql.com`. */
  CORS_ORIGINS: list,
  INTROSPECTION: schemaReaders,
  GRAPHIQL: developmentSwitch,
  SCHEMA_WATCH: developmentSwitch,
  MAX_DEPTH: countSetting(15, 1),
  MAX_TOKENS: countSetting(2000, 1),
  MAX_ALIASES: countSetting(30),
  MAX_FIELDS: countSetting(2000, 1),
  MAX_ROOT_FIELDS: countSetting(50, 1),
  MAX_DIRECTIVES: countSetting(50),
  MAX_FRAGMENTS: countSetting(100),
  /** Items of a list that is given, or that `first` asks for. */
  MAX_LIST_SIZE: countSetting(1000, 1),
  /** What one operation may cost, and what one person, or one address where nobody is signed in, may spend in a minute. */
  MAX_COST: countSetting(50_000, 1),
  BUDGET: limitSetting,
  /** Requests a minute. */
  RATE_PER_ADDRESS: limitSetting,
  RATE_PER_USER: limitSetting,
  /** Addresses and ranges, separated by commas, of proxies whose x-forwarded-for is believed. */
  TRUSTED_PROXIES: proxies,
  /** What becomes of an operation that asks for more than its caller may read: `refuse` it, or answer `null` there. */
  PERMISSIONS: z.enum(['refuse', 'null'], 'should be refuse or null').default('refuse'),
  /** How far auth's clock may be ahead of or behind ours. */
  TOKEN_SKEW_SECONDS: countSetting(0),
  /** Bytes of a request without files, and of a WebSocket message. */
  MAX_BODY_BYTES: countSetting(MEGABYTE, 1),
  UPLOAD_MAX_BYTES: countSetting(50 * MEGABYTE, 1),
  UPLOAD_MAX_FILES: countSetting(10, 1),
  /** Automatic persisted queries: whether clients may send a document once and its hash from then on. */
  APQ: z.enum(['on', 'off'], 'should be on or off').default('on'),
  /** A persisted-query manifest, and whether nothing else is answered. */
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_DOCUMENTS_ONLY: z.enum(['on', 'off'], 'should be on or off').default('off'),
  /** Whose code executes plans: `stock` is @apollo/gateway's, for comparison. */
  EXECUTOR: z.enum(['own', 'stock'], 'should be own or stock').default('own'),
  SUBGRAPH_TIMEOUT_MS: countSetting(10_000, 1),
  /** An operation that takes longer is logged with its plan; 0 for none. */
  SLOW_OPERATION_MS: countSetting(2000),
  /** Requests to one subgraph at once; unanswered ones in a row after which it is left alone, and for how long. */
  SUBGRAPH_CONCURRENCY: countSetting(1000, 1),
  SUBGRAPH_FAILURES: countSetting(5, 1),
  SUBGRAPH_REST_MS: countSetting(5000, 1),
  UPLOAD_TIMEOUT_MS: countSetting(120_000, 1),
  /** Events a subscriber may lag behind before it ends with SLOW_CONSUMER. */
  SUBSCRIBER_QUEUE: countSetting(100, 1),
  SUBSCRIPTIONS_PER_SOCKET: countSetting(100, 1),
  /** Open subscriptions of one person over all connections, or of one address where nobody has signed in. */
  SUBSCRIPTIONS_PER_USER: countSetting(200, 1),
  /** How long a subscription waits for a lost subgraph to come back. */
  SUBSCRIPTION_RESUME_MS: countSetting(60_000),
};

const readersOf = (given: string): SchemaReaders => (given === 'on' || given === 'off' ? given : { permission: given });

/** @throws SettingsError naming each wrong setting. */
export const readGatewaySettings = (environment: Record<string, string | undefined>) => {
  const settings = readSettings(shape, environment);
  if (settings.TRUSTED_DOCUMENTS_ONLY === 'on' && !settings.TRUSTED_DOCUMENTS) throw new SettingsError('These settings are wrong:\n  TRUSTED_DOCUMENTS: should name the manifest, since TRUSTED_DOCUMENTS_ONLY is on');
  const development = settings.NODE_ENV !== 'production';
  const isOn = (given: 'on' | 'off' | undefined) => (given ? given === 'on' : development);
  const perMinute = PER_MINUTE[development ? 'development' : 'production'];
  const BUDGET = settings.BUDGET ?? Math.max(perMinute.BUDGET, settings.MAX_COST);
  if (BUDGET < settings.MAX_COST) throw new SettingsError('These settings are wrong:\n  BUDGET: should be at least MAX_COST, or nobody could ask for it');
  return {
    ...settings, BUDGET, RATE_PER_ADDRESS: settings.RATE_PER_ADDRESS ?? perMinute.RATE_PER_ADDRESS, RATE_PER_USER: settings.RATE_PER_USER ?? perMinute.RATE_PER_USER,
    introspection: readersOf(settings.INTROSPECTION ?? (development ? 'on' : 'off')), graphiql: isOn(settings.GRAPHIQL), schemaWatch: isOn(settings.SCHEMA_WATCH),
  };
};

export type GatewaySettings = ReturnType<typeof readGatewaySettings>;
