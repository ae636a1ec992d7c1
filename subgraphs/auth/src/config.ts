import { countSetting, readSettings, z } from '@microplate/platform/config';
import { keyShape, serviceShape } from '@microplate/platform/service';

const DAY = 86_400;

const shape = {
  ...keyShape('auth', { admits: ['gateway'] }),
  ...serviceShape('auth'),
  AUTH_KEY_SECRET: z.string('is missing: a random text of at least 32 characters; keep it, the stored signing keys are sealed with it')
    .min(32, 'should be a random text of at least 32 characters'),
  AUTH_ACCESS_TOKEN_SECONDS: countSetting(600, 10),
  AUTH_REFRESH_TOKEN_SECONDS: countSetting(30 * DAY, 60),
  AUTH_REFRESH_GRACE_SECONDS: countSetting(10),
  AUTH_LOGIN_LIMIT: countSetting(5, 1),
  AUTH_LOGIN_WINDOW_SECONDS: countSetting(900, 1),
  AUTH_REGISTER_LIMIT: countSetting(3, 1),
  AUTH_REGISTER_WINDOW_SECONDS: countSetting(3600, 1),
  AUTH_BCRYPT_COST: countSetting(12, 4).refine((cost) => cost <= 16, 'should be from 4 to 16; each step doubles the time of a sign-in'),
  AUTH_SEED_DEVELOPMENT: z.enum(['true', 'false'], 'should be true or false').default('false'),
  REGISTRATION: z.enum(['open', 'closed'], 'should be open or closed').optional(),
  NODE_ENV: z.string().default('development'),
  // The public door's: seed sign-ins are refused when it is open to the network.
  GATEWAY_HOST: z.string().default('127.0.0.1'),
};

export type AuthSettings = Omit<z.infer<z.ZodObject<typeof shape>>, 'REGISTRATION'> & { REGISTRATION: 'open' | 'closed' };

/**
 * Auth's settings out of the environment. Registration is closed in production unless set open.
 * @throws SettingsError naming every wrong setting.
 */
export const readAuthSettings = (environment: Record<string, string | undefined>): AuthSettings => {
  const settings = readSettings(shape, environment);
  return { ...settings, REGISTRATION: settings.REGISTRATION ?? (settings.NODE_ENV === 'production' ? 'closed' : 'open') };
};
