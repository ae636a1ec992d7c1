import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Holder { pid: number; startedAt: string; children: number[] }

export interface LauncherLock {
  /** Remembers a service's process, so that the next start can end it should this one be killed. */
  addChild(pid: number): void;
  release(): void;
}

const GRACE_MS = 8000;

/**
 * One launcher a data folder. What a killed launcher left (its own services' processes) is ended first.
 * @throws Error naming the process when another launcher is alive.
 */
export const takeLauncherLock = async (dataFolder: string): Promise<LauncherLock> => {
  mkdirSync(dataFolder, { recursive: true });
  const file = path.join(dataFolder, 'launcher.json');
  const holder = read(file);
  if (holder && isOurs(holder.pid)) {
    throw new Error(`Microplate is already running here (process ${holder.pid}). Stop it first, or set DATA_FOLDER and other ports for a second one.`);
  }
  await Promise.all((holder?.children ?? []).filter(isOurs).map(end));
  const own: Holder = { pid: process.pid, startedAt: new Date().toISOString(), children: [] };
  const write = () => writeFileSync(file, JSON.stringify(own));
  write();
  return { addChild: (pid) => { own.children.push(pid); write(); }, release: () => rmSync(file, { force: true }) };
};

const read = (file: string): Holder | null => {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Holder : null;
  } catch {
    return null;
  }
};

/** A process id may have been given to somebody else since: on Linux its command line tells. */
const isOurs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || /main\.ts|worker/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
};

const end = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; isOurs(pid); waited += 50) {
    if (waited === GRACE_MS) process.kill(pid, 'SIGKILL');
    if (waited > 2 * GRACE_MS) throw new Error(`Process ${pid} of an earlier start does not end. End it and start again.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
