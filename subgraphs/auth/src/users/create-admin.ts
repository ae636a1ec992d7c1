import { randomUUID } from 'node:crypto';
import { CodedError } from '@microplate/platform/errors';
import { DEFAULT_LAB } from '@microplate/platform/identity';
import { audit, type Actor } from '../audit/audit-store.ts';
import type { AuthDeps } from '../deps.ts';
import { checkPasswordPolicy, createUser } from './create-user.ts';
import { parseEmail, parseUsername, usernameFrom } from './user-rules.ts';

const MAX_TRIES = 9;

/**
 * Makes an account with the role `admin`: the first one in production comes from here (`microplate admin create`).
 * Without a username, one is made of the e-mail address. Migrates first, so it may run before auth ever did.
 * @throws CodedError BAD_USER_INPUT, PASSWORD_POLICY, EMAIL_ALREADY_EXISTS, USERNAME_ALREADY_EXISTS
 */
export const createAdmin = async (deps: Pick<AuthDeps, 'database' | 'hasher'>, given: { email: string; password: string; username?: string }): Promise<{ id: string; username: string }> => {
  const email = parseEmail(given.email);
  checkPasswordPolicy(given.password);
  await deps.database.migrate();
  const passwordHash = await deps.hasher.hash(given.password);
  for (let attempt = 1; ; attempt++) {
    const username = given.username ? parseUsername(given.username) : usernameFrom(email, attempt);
    try {
      return { username, id: await insertAdmin(deps, { email, username, passwordHash }) };
    } catch (error) {
      const again = error instanceof CodedError && error.code === 'USERNAME_ALREADY_EXISTS' && !given.username && attempt < MAX_TRIES;
      if (!again) throw error;
    }
  }
};

const insertAdmin = (deps: Pick<AuthDeps, 'database'>, account: { email: string; username: string; passwordHash: string }): Promise<string> =>
  deps.database.transaction(async (em) => {
    const actor: Actor = { labId: DEFAULT_LAB, requestId: randomUUID(), clientAddress: null };
    const id = await createUser(em, DEFAULT_LAB, { ...account, firstName: null, lastName: null, roles: ['admin'] });
    await audit(em, actor, 'admin.created', id, { by: 'command line' });
    return id;
  });
