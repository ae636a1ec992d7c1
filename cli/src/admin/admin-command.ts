import { createAdmin, rotateSigningKeys } from '@microplate/auth/commands';
import { readAuthSettings } from '@microplate/auth/config';
import { createAuthDeps, type AuthDeps } from '@microplate/auth/deps';
import { silentLogger } from '@microplate/platform/logging';
import { runningDatabases, startDatabases } from '../start/databases.ts';
import { startEnvironment, type Environment } from '../start/start-environment.ts';

/** `microplate admin create EMAIL`: the first administrator; the password comes from standard input and never from an argument. */
export const adminCreateCommand = async (email: string, given: Environment): Promise<void> => {
  const password = (await readStandardInput()).replace(/\r?\n$/, '');
  if (!password) throw new Error('Write the password on standard input, for example: microplate admin create you@lab.org < password-file');
  await withAuth(given, (deps) => createAdmin(deps, { email, password }));
  process.stdout.write(`${email} is now an administrator.\n`);
};

/** `microplate admin rotate-keys`: access tokens are signed with the next key from now on; those given out stay good. */
export const rotateKeysCommand = async (given: Environment): Promise<void> => {
  const kid = await withAuth(given, rotateSigningKeys);
  process.stdout.write(`Access tokens are now signed with key ${kid}.\n`);
};

/** Works on auth's own database, whether Microplate is running or not. */
const withAuth = async <T>(given: Environment, work: (deps: AuthDeps) => Promise<T>): Promise<T> => {
  const environment = startEnvironment(given);
  const databases = runningDatabases(environment.DATA_FOLDER!) ?? await startDatabases(environment, environment.DATA_FOLDER!);
  try {
    const deps = await createAuthDeps(readAuthSettings({ ...environment, ...databases.settings }), { logger: silentLogger() });
    try {
      return await work(deps);
    } finally {
      await deps.dispose();
    }
  } finally {
    await databases.stop();
  }
};

const readStandardInput = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
