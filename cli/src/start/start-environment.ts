import path from 'node:path';
import { DEFAULT_PORTS, type ServiceName } from '@microplate/platform/service';
import { developmentSecrets } from './secrets.ts';

/** Settings by name, as `process.env` has them. */
export type Environment = Record<string, string | undefined>;

/** Something that runs until it is stopped. */
export interface Running { stop(): Promise<void> }

/** What `microplate start` adds to the settings it was given: development secrets, a data folder, addresses that fit the ports. */
export const startEnvironment = (given: Environment): Environment => {
  const dataFolder = path.resolve(given.DATA_FOLDER ?? '.data');
  const production = given.NODE_ENV === 'production';
  return {
    ...addresses(given),
    ...(production ? {} : developmentSecrets(dataFolder)),
    AUTH_SEED_DEVELOPMENT: production ? undefined : 'true',
    DELIVERY_FOLDER: production ? undefined : path.join(dataFolder, 'delivered'),
    INFERENCE_WORKER: stackOf(given) === 'split' ? 'process' : 'thread',
    // The welcome is what a person looks for; each operation is told of on request.
    LOG_LEVEL: 'warn',
    LOG_FORMAT: process.stdout.isTTY ? 'pretty' : 'json',
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== '')),
    DATA_FOLDER: dataFolder,
  };
};

/** `STACK=single` (default): one process. `STACK=split`: one a service. */
export const stackOf = (environment: Environment): 'single' | 'split' => {
  const stack = environment.STACK || 'single';
  if (stack !== 'single' && stack !== 'split') throw new Error(`STACK should be single or split, not "${stack}".`);
  return stack;
};

const addresses = (given: Environment): Environment => Object.fromEntries((Object.keys(DEFAULT_PORTS) as ServiceName[]).map((service) => {
  const port = given[`${service.toUpperCase()}_PORT`] || DEFAULT_PORTS[service];
  return [service === 'gateway' ? 'PUBLIC_URL' : `${service.toUpperCase()}_URL`, `http://127.0.0.1:${port}`];
}));
