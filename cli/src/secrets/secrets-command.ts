import { randomBytes } from 'node:crypto';
import { secretNames } from '../start/secrets.ts';

/** `microplate secrets`: fresh secrets for an installation, as `NAME=value` lines for an env file. */
export const secretsCommand = (): void => {
  for (const name of [...secretNames(), 'POSTGRES_PASSWORD']) process.stdout.write(`${name}=${randomBytes(32).toString('base64url')}\n`);
};
