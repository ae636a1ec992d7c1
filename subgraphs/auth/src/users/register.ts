import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import { audit } from '../audit/audit-store.ts';
import type { AuthDeps } from '../deps.ts';
import type { RegisterInput } from '../generated/resolver-types.ts';
import { createLimiter } from '../limits/limiter.ts';
import { openSession, type Session } from '../sessions/session.ts';
import { checkPasswordPolicy, createUser } from './create-user.ts';
import { keyOf, parseEmail, parseName, parseUsername } from './user-rules.ts';

const parse = (input: RegisterInput) => ({
  email: parseEmail(input.email), username: parseUsername(input.username),
  firstName: parseName('firstName', input.firstName), lastName: parseName('lastName', input.lastName),
});

/**
 * An account without a role, signed in. Well-formed registrations count against the limit, whether they succeed
 * or meet a taken name; slips that only the form would have caught do not.
 * @throws CodedError FORBIDDEN where closed, BAD_USER_INPUT, PASSWORD_POLICY, RATE_LIMITED, EMAIL_ALREADY_EXISTS, USERNAME_ALREADY_EXISTS
 */
export const register = async (deps: AuthDeps, identity: Identity, input: RegisterInput): Promise<Session> => {
  const { settings, database } = deps;
  if (settings.REGISTRATION === 'closed') throw new CodedError('FORBIDDEN', 'Registration is closed here: ask an administrator for an account.');
  const account = parse(input);
  checkPasswordPolicy(input.password);
  const window = { limit: settings.AUTH_REGISTER_LIMIT, seconds: settings.AUTH_REGISTER_WINDOW_SECONDS };
  await createLimiter(deps, identity, 'register', window).count(keyOf(account.email));
  const passwordHash = await deps.hasher.hash(input.password);
  return database.transaction(async (em) => {
    const userId = await createUser(em, identity.labId, { ...account, passwordHash, roles: [] });
    await audit(em, identity, 'account.registered', userId);
    return openSession(deps, em, identity, userId);
  });
};
