import type { AuthDeps } from './deps.ts';

// What the command line does to auth without going through its API.
export { createAdmin } from './users/create-admin.ts';
export { DEVELOPMENT_USERS, seedDevelopmentUsers } from './users/seed-development.ts';

/** Signs with the next key from now on and publishes a new next one. Tokens already given out stay good. Returns the new `kid`. */
export const rotateSigningKeys = async ({ database, keyring }: Pick<AuthDeps, 'database' | 'keyring'>): Promise<string> => {
  await database.migrate();
  await keyring.ensure();
  return keyring.rotate();
};
