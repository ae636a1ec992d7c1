import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SUBGRAPHS, keySetting, type ServiceName } from '@microplate/platform/service';

/** Who calls whom: each pair has a key of its own. */
const PAIRS: [ServiceName, ServiceName][] = [
  ...SUBGRAPHS.map((name): [ServiceName, ServiceName] => ['gateway', name]),
  ['inference', 'images'], ['results', 'inference'], ['inference', 'results'], ['labware', 'results'],
];

/** Names of the settings that are secrets. */
export const secretNames = (): string[] => [
  ...PAIRS.map(([issuer, audience]) => keySetting(issuer, audience)),
  'FILE_KEY_IMAGES', 'FILE_KEY_INFERENCE', 'FILE_KEY_LABWARE', 'AUTH_KEY_SECRET',
];

/**
 * The development secrets of a data folder, generated at first start and kept in a file only its owner reads.
 * Settings of the same names win over them.
 */
export const developmentSecrets = (dataFolder: string): Record<string, string> => {
  const file = path.join(dataFolder, 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Record<string, string> : {};
  const missing = secretNames().filter((name) => !kept[name]);
  if (missing.length === 0) return kept;
  const all = { ...kept, ...Object.fromEntries(missing.map((name) => [name, randomBytes(32).toString('base64url')])) };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(all, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return all;
};
