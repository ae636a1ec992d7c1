import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@microplate/platform/database';
import { CodedError } from '@microplate/platform/errors';
import { brokenRules } from '../passwords/password-rules.ts';
import { grantRole, insertUser, takenEmails } from './user-store.ts';
import { keyOf } from './user-rules.ts';

export interface AccountData { email: string; username: string; firstName: string | null; lastName: string | null }

/** @throws CodedError PASSWORD_POLICY naming each rule that is broken. */
export const checkPasswordPolicy = (password: string): void => {
  const broken = brokenRules(password);
  if (broken.length === 0) return;
  throw new CodedError('PASSWORD_POLICY', `The password should ${broken.map(({ message }) => message).join('; ')}.`, { field: 'password', rules: broken.map(({ rule }) => rule) });
};

/**
 * Adds the account and its roles in the caller's transaction. Returns its id.
 * @throws CodedError EMAIL_ALREADY_EXISTS or USERNAME_ALREADY_EXISTS
 */
export const createUser = async (em: EntityManager, labId: string, account: AccountData & { passwordHash: string; roles: readonly string[] }): Promise<string> => {
  const id = randomUUID();
  const emailKey = keyOf(account.email);
  const added = await insertUser(em, { ...account, labId, id, emailKey, usernameKey: keyOf(account.username) });
  if (!added) throw await takenError(em, labId, emailKey);
  for (const role of account.roles) await grantRole(em, labId, id, role);
  return id;
};

const takenError = async (em: EntityManager, labId: string, emailKey: string): Promise<CodedError> =>
  (await takenEmails(em, labId, [emailKey])).length > 0
    ? new CodedError('EMAIL_ALREADY_EXISTS', 'There is an account with this e-mail address: sign in, or use another address.', { field: 'email' })
    : new CodedError('USERNAME_ALREADY_EXISTS', 'This username is taken: choose another.', { field: 'username' });
