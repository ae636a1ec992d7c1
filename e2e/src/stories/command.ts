import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demonstration } from '../photos.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

export const commandStories = (stack: () => StackUnderTest): void => {
  test('read: the plate in the terminal with end points and titres, and the interface file beside it', async () => {
    const { code, out, err } = await stack().command(['read', demonstration.file, '--sample', 'CLI-1', '--submission', 'T1', '--plate', 'P1']);
    expect([code, err.includes('Error')]).toEqual([0, false]);
    expect(out).toMatch(/A\s+[●○?·]/);
    expect(out).toContain('GMT');
    const name = out.match(/interface_CLI-1_\d{8}_\d{6}(_\d+)?\.csv/)![0];
    expect(await readFile(path.join(stack().folder, name), 'utf8')).toMatch(/^SAMPLE_NUMBER,TEST_NUMBER,REPORTED_NAME,ENTRY\nCLI-1,T1,No\.,8\n/);
  }, 30_000);

  test('read --json is one object; a missing photo and a blank one end with 1 and say why', async () => {
    const { code, out } = await stack().command(['read', demonstration.file, '--sample', 'CLI-2', '--json', '--dialect', 'TITRES']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ run: { wells: expect.any(Array) }, plate: { rows: expect.any(Array) }, file: { dialect: 'TITRES' } });
    const missing = await stack().command(['read', 'nothing.jpg', '--sample', 'CLI-2']);
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('no photograph at nothing.jpg')]);
  }, 30_000);

  test('query: JSON and CSV out, variables in, exit code 1 on errors', async () => {
    const file = path.join(stack().folder, 'report.graphql');
    await writeFile(file, 'query R($no: String!) { sample(sampleNo: $no) { plates { edges { node { plateNo gmt { value } } } } } }');
    const csv = await stack().command(['query', file, '--var', 'no=CLI-1', '--format', 'csv']);
    expect([csv.code, csv.out.split('\n')[0]]).toEqual([0, 'plateNo,gmt.value']);
    expect(JSON.parse((await stack().command(['query', file, '--var', 'no=CLI-1'])).out).sample.plates.edges).toHaveLength(1);
    const failed = await stack().command(['query', file, '--var', 'no=NOBODY']);
    expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('NOT_FOUND')]);
  }, 30_000);

  test('watch: what happened since a cursor', async () => {
    const { sample } = await (await stack().as('viewer')).query('{ sample(sampleNo: "CLI-1") { cursor } }');
    await stack().command(['read', demonstration.file, '--sample', 'CLI-1', '--submission', 'T1', '--plate', 'P1', '--json']);
    const watched = await stack().command(['watch', 'CLI-1', '--after', sample.cursor, '--count', '1', '--json']);
    expect([watched.code, JSON.parse(watched.out).kind]).toEqual([0, 'PLATE_REREAD']);
  }, 30_000);

  test('says what to start when there is no gateway', async () => {
    const { code, err } = await stack().command(['read', demonstration.file, '--sample', 'S', '--url', 'http://127.0.0.1:9']);
    expect([code, err]).toEqual([1, expect.stringContaining('npm start')]);
  });
};
