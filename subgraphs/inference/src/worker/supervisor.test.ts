import { fork } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '@microplate/platform/logging';
import { waitFor } from '@microplate/platform/testing';
import { createSupervisor, type SupervisorOptions } from './supervisor.ts';

const DYING = new URL('../../test/dying-worker.ts', import.meta.url);

const createStand = (mode: SupervisorOptions['mode'], environment: Record<string, string> = {}) => {
  const [ended, reports]: [string[], unknown[]] = [[], []];
  const supervisor = createSupervisor({
    mode, file: DYING, environment, logger: silentLogger(),
    onEnd: async (workerId) => { ended.push(workerId); }, onReport: (report) => { reports.push(report); },
  });
  return { supervisor, ended, reports };
};

describe.each(['thread', 'process'] as const)('a worker in a %s', (mode) => {
  test('that dies is followed by another, with longer and longer rests, and each end is told', async () => {
    const { supervisor, ended } = createStand(mode);
    supervisor.start();
    const began = Date.now();
    await waitFor('three deaths', () => ended.length >= 3);
    expect(Date.now() - began).toBeGreaterThan(350);
    await supervisor.dispose();
    expect(new Set(ended).size).toBe(ended.length);
  });

  test('that works is let finish when the API stops', async () => {
    const { supervisor, ended, reports } = createStand(mode, { LIVE: 'until told' });
    supervisor.start();
    await waitFor('its first word', () => reports.length === 1);
    expect(ended).toEqual([]);
    await supervisor.dispose();
    expect(reports).toEqual([{ queue: 'read', outcome: 'ok', ms: 1 }, { queue: 'read', outcome: 'last words', ms: 1 }]);
    expect(ended).toHaveLength(1);
  });
});

test('a worker process does not outlive an API that was killed', async () => {
  const api = fork(fileURLToPath(new URL('../../test/api-with-worker.ts', import.meta.url)), { stdio: 'ignore' });
  const worker = await waitFor('the worker', () => childOf(api.pid!));
  expect(isAlive(worker)).toBe(true);
  api.kill('SIGKILL');
  await waitFor('its end', () => !isAlive(worker));
});

const childOf = (pid: number): number | null => {
  try {
    return Number(execFileSync('ps', ['--ppid', String(pid), '-o', 'pid='], { encoding: 'utf8' }).trim().split('\n')[0]) || null;
  } catch {
    return null;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return !execFileSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
};
