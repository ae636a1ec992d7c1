import { countSetting, readSettings, z } from '@microplate/platform/config';
import { SUBGRAPHS, keyShape, serviceShape } from '@microplate/platform/service';

const MEGABYTE = 1_000_000;

/** `on` or `off`; not set, it is on but in production. */
const developmentSwitch = z.enum(['on', 'off'], 'should be on or off').optional();

const list = z.string().default('').transform((text) => text.split(',').map((item) => item.trim()).filter(Boolean));

const shape = {
  ...serviceShape('gateway'),
  ...keyShape('gateway', { calls: SUBGRAPHS }),
  NODE_ENV: z.string().optional(),
  /** Origins whose pages may call the gateway, separated by commas, e.g. `https://studio.apollographql.com`. */
  CORS_ORIGINS: list,
  INTROSPECTION: developmentSwitch,
  GRAPHIQL: developmentSwitch,
  MAX_DEPTH: countSetting(15, 1),
  MAX_TOKENS: countSetting(2000, 1),
  MAX_ALIASES: countSetting(30),
  MAX_FIELDS: countSetting(2000, 1),
  /** Bytes of a request without files, and of a WebSocket message. */
  MAX_BODY_BYTES: countSetting(MEGABYTE, 1),
  UPLOAD_MAX_BYTES: countSetting(50 * MEGABYTE, 1),
  UPLOAD_MAX_FILES: countSetting(10, 1),
  SUBGRAPH_TIMEOUT_MS: countSetting(10_000, 1),
  UPLOAD_TIMEOUT_MS: countSetting(120_000, 1),
  /** Events a subscriber may lag behind before it ends with SLOW_CONSUMER. */
  SUBSCRIBER_QUEUE: countSetting(100, 1),
  SUBSCRIPTIONS_PER_SOCKET: countSetting(100, 1),
  /** How long a subscription waits for a lost subgraph to come back. */
  SUBSCRIPTION_RESUME_MS: countSetting(60_000),
};

/** @throws SettingsError naming each wrong setting. */
export const readGatewaySettings = (environment: Record<string, string | undefined>) => {
  const settings = readSettings(shape, environment);
  const development = settings.NODE_ENV !== 'production';
  const isOn = (given: 'on' | 'off' | undefined) => (given ? given === 'on' : development);
  return { ...settings, introspection: isOn(settings.INTROSPECTION), graphiql: isOn(settings.GRAPHIQL) };
};

export type GatewaySettings = ReturnType<typeof readGatewaySettings>;
