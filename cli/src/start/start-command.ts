import { mkdirSync } from 'node:fs';
import colours from 'picocolors';
import { createLogger } from '@microplate/platform/logging';
import { DEVELOPMENT_SIGN_INS } from '../client/sign-in.ts';
import { createSteps, type Steps } from '../terminal/steps.ts';
import { drawTitres } from '../terminal/plate-picture.ts';
import { startDatabases } from './databases.ts';
import { readDemonstration } from './demonstration.ts';
import { takeLauncherLock, type LauncherLock } from './launcher-lock.ts';
import { startSplit } from './split.ts';
import { stackOf, startEnvironment, type Environment, type Running } from './start-environment.ts';

export interface StartOptions { demo: boolean }

/** `npm start`: everything, from nothing, and says what it does meanwhile. Runs until SIGINT or SIGTERM. */
export const startCommand = async (options: StartOptions, given: Environment): Promise<void> => {
  const steps = createSteps();
  const environment = startEnvironment(given);
  const lock = await takeLauncherLock(environment.DATA_FOLDER!);
  if (environment.DELIVERY_FOLDER?.startsWith(environment.DATA_FOLDER!)) mkdirSync(environment.DELIVERY_FOLDER, { recursive: true });
  const running: Running[] = [{ stop: async () => lock.release() }];
  let stopping: Promise<void> | undefined;
  const stop = (code: number) => {
    stopping ??= stopAll(running).then(() => process.exit(code), () => process.exit(1));
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  process.stdout.write(`\n${colours.bold('Microplate')}\n`);
  try {
    const databases = await steps.run('Postgres', () => startDatabases(environment, environment.DATA_FOLDER!));
    running.push(databases);
    running.push(await startServices({ ...environment, ...databases.settings }, steps, lock, () => void stop(1)));
    const url = environment.PUBLIC_URL!;
    if (options.demo && environment.AUTH_SEED_DEVELOPMENT === 'true') await demonstrate(url, steps);
    process.stdout.write(welcome(url, environment.AUTH_SEED_DEVELOPMENT === 'true'));
  } catch (error) {
    process.stderr.write(`\n${colours.red((error as Error).message)}\n`);
    await stop(1);
  }
};

const startServices = (environment: Environment, steps: Steps, lock: LauncherLock, onDeath: () => void): Promise<Running> => {
  if (stackOf(environment) === 'split') {
    return steps.run('Five subgraphs and the gateway, a process each', () => startSplit(environment, lock.addChild, (service) => {
      process.stderr.write(colours.red(`The ${service} service has died; stopping the rest.\n`));
      onDeath();
    }));
  }
  return steps.run('Five subgraphs and the gateway, in one process', async () => {
    const { startStack } = await import('../stack.ts');
    return startStack(environment, (service) => createLogger({ service, level: environment.LOG_LEVEL || 'info', format: environment.LOG_FORMAT as 'json' | 'pretty' }));
  });
};

/** A demonstration that fails is said and shown, but does not take the system down. */
const demonstrate = async (url: string, steps: Steps): Promise<void> => {
  try {
    const { plate } = await steps.run('A demonstration photograph, read through the public API', () => readDemonstration(url));
    process.stdout.write(`\n${drawTitres(plate.rows)}\n`);
  } catch (error) {
    process.stderr.write(colours.yellow(`    ${(error as Error).message}\n`));
  }
};

const stopAll = async (running: Running[]): Promise<void> => {
  for (const one of [...running].reverse()) await one.stop();
};

const welcome = (url: string, development: boolean): string => [
  '', `  Gateway   ${colours.cyan(`${url}/graphql`)}`, `  GraphiQL  ${colours.cyan(`${url}/graphql`)}  (open it in a browser)`,
  ...(development ? ['', '  Sign-ins, on this machine alone', ...DEVELOPMENT_SIGN_INS.map(({ login, password, role }) => `    ${login.padEnd(32)} ${password.padEnd(10)} ${colours.dim(role)}`)] : []),
  '', `  Try       ${colours.bold('npm run read -- subgraphs/inference/demo/demo-plate.jpg --sample S1 --submission T1 --plate P1')}`, '', '',
].join('\n');
