import { randomUUID } from 'node:crypto';
import { anonymous, type Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { callerOf, createTestDatabase, testIdentity, type Answer } from '@microplate/platform/testing';
import { readAuthSettings } from '../src/config.ts';
import { createAuthDeps, type AuthDeps } from '../src/deps.ts';
import type { PasswordHasher } from '../src/passwords/password-hasher.ts';
import { createAuthSubgraph } from '../src/subgraph.ts';
import { createUser } from '../src/users/create-user.ts';

export const GATEWAY_KEY = 'a key that the tests alone know, of 32 characters or more';
export const GOOD_PASSWORD = 'Plate-96-wells!';

export const settingsFor = (url: string, given: Record<string, string> = {}) => readAuthSettings({
  DATABASE_URL_AUTH: url, SERVICE_KEY_GATEWAY_AUTH: GATEWAY_KEY, AUTH_KEY_SECRET: 'a secret that the tests alone know, long enough', AUTH_BCRYPT_COST: '4', ...given,
});

/** Keeps all that is logged, before any redaction, as text. */
export const recordingLogger = (): { logger: Logger; text: () => string } => {
  const lines: string[] = [];
  const write = (...args: unknown[]) => { lines.push(JSON.stringify(args)); };
  const logger = { fatal: write, error: write, warn: write, info: write, debug: write, trace: write, level: 'trace' };
  return { logger: { ...logger, child: () => logger } as unknown as Logger, text: () => lines.join('\n') };
};

/** An auth subgraph on a database of its own, with a clock that can be put forward. */
export const createStand = async (given: Record<string, string> = {}, outer: { url?: string; hasher?: (deps: AuthDeps) => PasswordHasher } = {}) => {
  const url = outer.url ?? (await createTestDatabase()).url;
  const clock = { ahead: 0, forward: (seconds: number) => { clock.ahead += seconds * 1000; } };
  const log = recordingLogger();
  const deps = await createAuthDeps(settingsFor(url, given), { logger: log.logger, now: () => Date.now() + clock.ahead });
  if (outer.hasher) deps.hasher = outer.hasher(deps);
  const subgraph = createAuthSubgraph(deps);
  await subgraph.start();
  const { query, request } = callerOf(subgraph, { key: GATEWAY_KEY });
  return { url, clock, log, deps, subgraph, query, request, sql: <Row = any>(sql: string, params: unknown[] = []) => deps.database.em().execute<Row[]>(sql, params) };
};

export type Stand = Awaited<ReturnType<typeof createStand>>;

/** Someone who has not signed in; each from an address of their own unless one is given. */
export const visitor = (address?: string): Identity => anonymous(randomUUID(), address ?? `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`);

export const signedIn = (userId: string, permissions: string[] = [], labId?: string): Identity => testIdentity({ userId, permissions, ...(labId ? { labId } : {}) });

const SESSION = 'accessToken refreshToken expiresIn user { id username displayName email roles permissions }';

export const logIn = (stand: Stand, login: string, password: string, who = visitor()): Promise<Answer> =>
  stand.query(`mutation ($login: String!, $password: String!) { login(login: $login, password: $password) { ${SESSION} } }`, { login, password }, who);

export const register = (stand: Stand, input: Record<string, unknown>, who = visitor()): Promise<Answer> =>
  stand.query(`mutation ($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`,
    { input: { email: 'ann@example.org', username: 'ann', password: GOOD_PASSWORD, ...input } }, who);

export const refresh = (stand: Stand, refreshToken: string, who = visitor()): Promise<Answer> =>
  stand.query(`mutation ($refreshToken: String!) { refreshToken(refreshToken: $refreshToken) { ${SESSION} } }`, { refreshToken }, who);

export const logOut = (stand: Stand, refreshToken: string, who = visitor()): Promise<Answer> =>
  stand.query('mutation ($refreshToken: String!) { logout(refreshToken: $refreshToken) }', { refreshToken }, who);

/** The code of the only error, or undefined. */
export const codeOf = (answer: Answer): string | undefined => answer.errors?.map(({ extensions }) => extensions.code).join();

/** An account with the good password, straight into the tables. */
export const addUser = async (stand: Stand, username: string, { roles = [], labId = 'default' }: { roles?: string[]; labId?: string } = {}): Promise<string> => {
  const passwordHash = await stand.deps.hasher.hash(GOOD_PASSWORD);
  return stand.deps.database.transaction((em) => createUser(em, labId, {
    email: `${username}@example.org`, username, passwordHash, firstName: username, lastName: 'Test', roles }));
};
