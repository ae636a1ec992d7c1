import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { waitFor } from '@microplate/platform/testing';
import { README_QUERY } from './readme-query.ts';
import { startStackUnderTest, type Mode } from './stack-under-test.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

const modes: Mode[] = ['single', 'split'];

for (const mode of modes.filter((one) => !process.env.STACK || process.env.STACK === one)) {
  test(`${mode}: from nothing to a demonstration plate; kill -9 of the launcher loses nothing and leaves no orphan; it starts again, and only once`, async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'microplate-start-'));
    const options = { embedded: true, folder, demo: true };
    const first = await startStackUnderTest(mode, options);
    const said = first.log();
    for (const part of ['Postgres', `${first.url}/graphql`, 'GraphiQL', 'john.doe@microplate-ai.com', 'npm run read', 'end point', '>=4096']) expect(said).toContain(part);
    expect((await stat(path.join(folder, 'secrets.json'))).mode & 0o077).toBe(0);
    expect(said).not.toContain(JSON.parse(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).AUTH_KEY_SECRET);
    const before = await (await first.as('viewer')).query(README_QUERY, { sampleNo: 'DEMO-1' });
    expect(before.sample.interfaceFiles.edges).toHaveLength(1);

    const left = JSON.parse(readFileSync(path.join(folder, 'launcher.json'), 'utf8')).children as number[];
    const postgres = Number(readFileSync(path.join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
    expect(left.length).toBe(mode === 'split' ? 6 : 0);
    await first.kill();

    const second = await startStackUnderTest(mode, options);
    expect([...left, postgres].filter(isAlive)).toEqual([]);
    const after = await (await second.as('viewer')).query(README_QUERY, { sampleNo: 'DEMO-1' });
    const stable = (text: string) => text.replace(/http[^"]*/g, '');
    expect(stable(JSON.stringify(after))).toBe(stable(JSON.stringify(before)));
    await expect(startStackUnderTest(mode, options)).rejects.toThrow(`already running here (process ${second.pid})`);
    await second.stop();
    await waitFor('everything to end', () => !existsSync(path.join(folder, 'launcher.json')) && !existsSync(path.join(folder, 'postgres/cluster/postmaster.pid')));
    await rm(folder, { recursive: true, force: true });
  }, 120_000);
}

test('a wrong setting stops the start with its name', async () => {
  await Promise.all([
    expect(startStackUnderTest('single', { settings: { MAX_DEPTH: 'deep' } })).rejects.toThrow(/MAX_DEPTH/),
    expect(startStackUnderTest('single', { settings: { STACK: 'three' } })).rejects.toThrow(/STACK should be single or split/),
  ]);
}, 60_000);
