import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import { audit } from '../audit/audit-store.ts';
import type { AuthDeps } from '../deps.ts';
import { createLimiter } from '../limits/limiter.ts';
import { keyOf, parseLogin } from '../users/user-rules.ts';
import { findCredentials, setPasswordHash, type Credentials } from '../users/user-store.ts';
import { openSession, type Session } from './session.ts';

/**
 * A session for who knows the password. An unknown account takes the same steps and the same time as a wrong password.
 * Failures count after the comparison, and a full window hides its outcome, so racing guesses win nothing while
 * many right log-ins at once are no trouble.
 * @throws CodedError INVALID_CREDENTIALS or RATE_LIMITED
 */
export const logIn = async (deps: AuthDeps, identity: Identity, { login, password }: { login: string; password: string }): Promise<Session> => {
  const { settings, database, hasher } = deps;
  const named = parseLogin(login);
  const account = named && await findCredentials(database.em(), identity.labId, named);
  const who = account?.id ?? keyOf(login);
  const limiter = createLimiter(deps, identity, 'login', { limit: settings.AUTH_LOGIN_LIMIT, seconds: settings.AUTH_LOGIN_WINDOW_SECONDS });
  await limiter.check(who);
  if (!await hasher.matches(password, account?.passwordHash ?? null)) {
    await database.transaction((em) => audit(em, identity, 'login.failed', account?.id ?? null));
    await limiter.count(who);
    throw new CodedError('INVALID_CREDENTIALS', 'The log-in or the password is wrong.');
  }
  await limiter.check(who);
  await limiter.forget(who);
  return begin(deps, identity, account!, password);
};

const begin = async (deps: AuthDeps, identity: Identity, { id, passwordHash }: Credentials, password: string): Promise<Session> => {
  const newHash = deps.hasher.isOutdated(passwordHash) ? await deps.hasher.hash(password) : null;
  return deps.database.transaction(async (em) => {
    if (newHash) await setPasswordHash(em, identity.labId, id, newHash);
    await audit(em, identity, 'login', id);
    return openSession(deps, em, identity, id);
  });
};
