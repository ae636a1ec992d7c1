import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SERVICE_FLAGS, SUBGRAPHS } from '@microplate/platform/service';
import type { Environment, Running } from './start-environment.ts';

const SERVICES = [...SUBGRAPHS, 'gateway'];

const mainOf = (service: string): string =>
  fileURLToPath(new URL(service === 'gateway' ? '../../../gateway/src/main.ts' : `../../../subgraphs/${service}/src/main.ts`, import.meta.url));

/** Each service in a process of its own, over the network, as `docker compose up` has it. `onChild` hears each process id. */
export const startSplit = async (environment: Environment, onChild: (pid: number) => void, onDeath: (service: string) => void): Promise<Running> => {
  const children = new Map<string, ChildProcess>();
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all([...children.values()].reverse().map(ended));
  };
  try {
    await Promise.all(SERVICES.map((service) => new Promise<void>((resolve, reject) => {
      const child = fork(mainOf(service), { env: environment as NodeJS.ProcessEnv, execArgv: SERVICE_FLAGS, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      children.set(service, child);
      onChild(child.pid!);
      child.once('message', () => resolve());
      child.once('exit', (code) => {
        reject(new Error(`The ${service} service stopped while starting (${code}); its own words are above.`));
        if (!stopping) onDeath(service);
      });
    })));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  if (child.exitCode !== null || child.signalCode) return resolve();
  const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
  child.once('exit', () => { clearTimeout(timer); resolve(); });
  child.kill('SIGTERM');
});
