import { openDatabase, type Database } from '@microplate/platform/database';
import { createPostgresWakeups, createPruner, type Pruner, type Wakeups } from '@microplate/platform/events';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { databaseUrlOf, type ServiceName } from '@microplate/platform/service';
import { createMetrics, type Metrics } from '@microplate/platform/telemetry';
import { createTracing, type Tracing } from '@microplate/platform/tracing';
import { migrations } from '../migrations/index.ts';
import type { AuthSettings } from './config.ts';
import { deriveKey } from './keys/key-rules.ts';
import { createKeyring, type Keyring } from './keys/keyring.ts';
import { createPasswordHasher, type PasswordHasher } from './passwords/password-hasher.ts';

const DAY_SECONDS = 86_400;

export interface AuthDeps {
  settings: AuthSettings;
  database: Database;
  /** Postgres alone, also beside Redis: the triggers that tell what is taken back know nothing else. */
  wakeups: Wakeups;
  /** Deletes what was told of tokens long expired. */
  pruner: Pruner;
  hasher: PasswordHasher;
  keyring: Keyring;
  /** What successors of refresh tokens are derived with. */
  successorKey: Buffer;
  /** Milliseconds since the epoch. */
  now: () => number;
  metrics: Metrics;
  tracing: Tracing;
  logger: Logger;
  /** Closes what was opened here; a subgraph made of these disposes them itself. */
  dispose(): Promise<void>;
}

/** Builds what auth depends on. `now` and `hasher` are for tests; auth calls no sibling. */
export const createAuthDeps = async (
  settings: AuthSettings, outer: { logger: Logger; fetch?: Partial<Record<ServiceName, Fetch>>; now?: () => number; hasher?: PasswordHasher },
): Promise<AuthDeps> => {
  const { logger, now = Date.now } = outer;
  const metrics = createMetrics('auth');
  const tracing = await createTracing('auth', settings);
  const url = databaseUrlOf('auth', settings);
  const database = await openDatabase({ url, migrations, poolSize: settings.DATABASE_POOL_SIZE, onQuery: metrics.countStatement, tracing });
  const hasher = outer.hasher ?? createPasswordHasher({ cost: settings.AUTH_BCRYPT_COST });
  const keyring = createKeyring({ database, secret: settings.AUTH_KEY_SECRET, tokenSeconds: settings.AUTH_ACCESS_TOKEN_SECONDS, now });
  const wakeups = createPostgresWakeups({ url, logger });
  const pruner = createPruner({ database, days: Math.max(1, settings.AUTH_ACCESS_TOKEN_SECONDS / DAY_SECONDS), logger, now });
  return {
    settings, database, wakeups, pruner, hasher, keyring, now, metrics, tracing, logger,
    successorKey: deriveKey(settings.AUTH_KEY_SECRET, 'refresh-successor'),
    dispose: async () => { await wakeups.dispose(); await hasher.dispose(); await database.dispose(); },
  };
};
