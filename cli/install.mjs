// Runs before every npm script that needs the dependencies, on whatever Node the system has (20 or newer).
// Installs them when they are missing or older than the lock file; afterwards `node` in npm scripts is Node 24 from npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
const stamp = path.join(root, 'node_modules', '.microplate-installed');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  process.stdout.write('Installing the dependencies (a minute or two, once) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (done.status !== 0) {
    process.stderr.write('The dependencies could not be installed; npm says why above. Check the network and the registry setting, then try again.\n');
    process.exit(done.status ?? 1);
  }
  writeFileSync(stamp, lock);
}

const own = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const [major, minor] = process.versions.node.split('.').map(Number);
if (!existsSync(own) && (major < 22 || (major === 22 && minor < 18))) {
  process.stderr.write(`This system has no packaged Node 24 on npm: install Node 22.18 or newer yourself (found ${process.versions.node}).\n`);
  process.exit(1);
}
