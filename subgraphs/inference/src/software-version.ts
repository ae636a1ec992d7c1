import { readFileSync } from 'node:fs';

/** Of the reading software: this package's. */
export const softwareVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
