import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');

test('resolver types are what `npm run generate` would write', () => {
  const check = spawnSync(process.execPath, ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'schema/codegen.ts', '--check'], { cwd: ROOT, encoding: 'utf8' });
  expect({ status: check.status, said: check.stderr + check.stdout }).toEqual({ status: 0, said: '' });
}, 60_000);
