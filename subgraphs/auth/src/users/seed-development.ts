import { randomUUID } from 'node:crypto';
import { DEFAULT_LAB } from '@microplate/platform/identity';
import { audit } from '../audit/audit-store.ts';
import type { AuthDeps } from '../deps.ts';
import { createUser, type AccountData } from './create-user.ts';
import { takenEmails } from './user-store.ts';

interface Seed extends AccountData { password: string; roles: string[] }

const seed = (firstName: string, lastName: string | null, name: string, username: string, password: string, role: string): Seed =>
  ({ firstName, lastName, email: `${name}@microplate-ai.com`, username, password, roles: [role] });

/** The sign-ins of a development system; known to everyone, so never on a system that others can reach. */
export const DEVELOPMENT_USERS: readonly Seed[] = [
  seed('Admin', null, 'admin', 'admin', 'Admin123!', 'admin'),
  seed('John', 'Doe', 'john.doe', 'john_doe', 'Test123!', 'operator'),
  seed('Jane', 'Smith', 'jane.smith', 'jane_smith', 'Test123!', 'viewer'),
  seed('Lab', 'Tech', 'lab.tech', 'lab_tech', 'Test123!', 'lab_tech'),
];

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);

/** @throws Error in production, or where auth or the gateway listens beyond this machine. */
export const checkSeedingAllowed = (settings: Pick<AuthDeps['settings'], 'NODE_ENV' | 'GATEWAY_HOST'> & Record<string, unknown>): void => {
  const hosts = [String(settings.AUTH_HOST), settings.GATEWAY_HOST];
  if (settings.NODE_ENV !== 'production' && hosts.every(isLoopback)) return;
  throw new Error('Development sign-ins are never made with NODE_ENV=production, nor where AUTH_HOST or GATEWAY_HOST is anything but loopback. '
    + 'Unset AUTH_SEED_DEVELOPMENT, and make the first admin with `microplate admin create`.');
};

/**
 * Makes the development sign-ins that are missing, and none of those that are there. Only missing ones cost a bcrypt
 * hash, side by side in the workers.
 * @throws Error where `checkSeedingAllowed` does.
 */
export const seedDevelopmentUsers = async (deps: Pick<AuthDeps, 'database' | 'hasher' | 'settings'>): Promise<void> => {
  checkSeedingAllowed(deps.settings);
  const taken = await takenEmails(deps.database.em(), DEFAULT_LAB, DEVELOPMENT_USERS.map(({ email }) => email));
  const missing = DEVELOPMENT_USERS.filter(({ email }) => !taken.includes(email));
  const hashed = await Promise.all(missing.map(async (user) => ({ ...user, passwordHash: await deps.hasher.hash(user.password) })));
  for (const user of hashed) await addSeed(deps, user);
};

const addSeed = (deps: Pick<AuthDeps, 'database'>, user: Seed & { passwordHash: string }): Promise<void> =>
  deps.database.transaction(async (em) => {
    const id = await createUser(em, DEFAULT_LAB, user);
    await audit(em, { labId: DEFAULT_LAB, requestId: randomUUID(), clientAddress: null }, 'development.seeded', id);
  });
