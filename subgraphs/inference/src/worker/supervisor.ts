import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Logger } from '@microplate/platform/logging';
import type { AttemptReport } from './worker-deps.ts';

export interface SupervisorOptions {
  mode: 'thread' | 'process' | 'none';
  /** The worker's main file. */
  file: URL;
  /** All it is told: its settings, as an environment. */
  environment: Record<string, string>;
  /** The worker of this id has ended, in whatever way. */
  onEnd: (workerId: string) => Promise<void>;
  onReport: (report: AttemptReport) => void;
  logger: Logger;
}

export interface Supervisor {
  start(): void;
  /** Lets the worker finish its job for a while, then ends it. */
  dispose(): Promise<void>;
}

interface Running { tell(message: string): void; kill(): void; ended: Promise<string> }

const REST_MS = [100, 250, 500, 1000, 2000, 5000];
const GRACE_MS = 5000;

/** Keeps one worker alive, in a thread or a process; after a death the next one starts, with a growing rest in between. */
export const createSupervisor = (options: SupervisorOptions): Supervisor => {
  const stop = new AbortController();
  let running: Running | undefined;
  let keeping: Promise<void> | undefined;

  const keep = async (): Promise<void> => {
    for (let failures = 0; !stop.signal.aborted;) {
      const workerId = randomUUID();
      // One that has done a job is no part of a row of failed starts.
      running = launch({ ...options, onReport: (report) => { failures = 0; options.onReport(report); } }, workerId);
      if (stop.signal.aborted) running.tell('stop');
      const how = await running.ended;
      await options.onEnd(workerId).catch((error: Error) => options.logger.warn({ error: error.message }, 'the leases of a worker that ended could not be released'));
      if (stop.signal.aborted) return;
      options.logger.warn({ how }, 'the worker ended; starting another');
      await rest(REST_MS[Math.min(failures++, REST_MS.length - 1)], stop.signal);
    }
  };

  return {
    start: () => { if (options.mode !== 'none') keeping ??= keep(); },
    dispose: async () => {
      stop.abort();
      running?.tell('stop');
      const timer = setTimeout(() => running?.kill(), GRACE_MS);
      await keeping;
      clearTimeout(timer);
    },
  };
};

const launch = ({ mode, file, environment, onReport, logger }: SupervisorOptions, workerId: string): Running => {
  const env = { ...environment, INFERENCE_WORKER_ID: workerId };
  const onMessage = (message: { report?: AttemptReport }) => { if (message.report) onReport(message.report); };
  if (mode === 'thread') {
    const thread = new Worker(file, { env, resourceLimits: { maxYoungGenerationSizeMb: 8 } }).on('message', onMessage);
    thread.on('error', (error: Error) => logger.error({ error: error.message, stack: error.stack }, 'the worker failed'));
    return { tell: (word) => thread.postMessage(word), kill: () => void thread.terminate(), ended: new Promise((resolve) => thread.once('exit', (code) => resolve(`exit ${code}`))) };
  }
  const child = fork(fileURLToPath(file), [], { env, execArgv: ['--max-semi-space-size=4'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }).on('message', onMessage);
  child.on('error', (error) => logger.error({ error: error.message }, 'the worker failed'));
  return {
    tell: (word) => { if (child.connected) child.send(word); }, kill: () => void child.kill('SIGKILL'),
    ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`))),
  };
};

const rest = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(done, ms);
  function done() { clearTimeout(timer); signal.removeEventListener('abort', done); resolve(); }
  signal.addEventListener('abort', done);
});
