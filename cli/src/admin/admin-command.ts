import { createAdmin } from '@microplate/auth/admin';
import { readAuthSettings } from '@microplate/auth/config';
import { createAuthDeps } from '@microplate/auth/deps';
import { silentLogger } from '@microplate/platform/logging';
import { runningDatabases, startDatabases } from '../start/databases.ts';
import { startEnvironment, type Environment } from '../start/start-environment.ts';

/** `microplate admin create EMAIL`: the first administrator; the password comes from standard input and never from an argument. */
export const adminCreateCommand = async (email: string, given: Environment): Promise<void> => {
  const password = (await readStandardInput()).replace(/\r?\n$/, '');
  if (!password) throw new Error('Write the password on standard input, for example: microplate admin create you@lab.org < password-file');
  const environment = startEnvironment(given);
  const databases = runningDatabases(environment.DATA_FOLDER!) ?? await startDatabases(environment, environment.DATA_FOLDER!);
  try {
    const deps = await createAuthDeps(readAuthSettings({ ...environment, ...databases.settings }), { logger: silentLogger() });
    await createAdmin(deps, { email, password });
    process.stdout.write(`${email} is now an administrator.\n`);
    await deps.database.dispose();
  } finally {
    await databases.stop();
  }
};

const readStandardInput = async (): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
