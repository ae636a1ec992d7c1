import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { blankPhoto, demonstration, variantOf } from '../photos.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

interface Report { read: number; refused: number; left: number; file: string; outcomes: { file: string; status: string; code: string | null; runId: string | null; titres: Record<string, string> }[] }

export const batchStories = (stack: () => StackUnderTest): void => {
  let folder: string;
  const readFolder = async (...more: string[]) => {
    const { code, out, err } = await stack().command(['read', folder, '--out', folder, ...more]);
    return { code, out, err, report: () => JSON.parse(out) as Report };
  };
  const runsOf = async (sampleNo: string): Promise<{ id: string }[]> => {
    const { runs } = await (await stack().as('viewer')).query('query R($no: String!) { runs(first: 100, filter: { sampleNo: $no }) { edges { node { id } } } }', { no: sampleNo });
    return runs.edges.map(({ node }: { node: { id: string } }) => node);
  };
  beforeAll(async () => {
    folder = path.join(stack().folder, 'batch');
    await mkdir(folder);
    await copyFile(demonstration.file, path.join(folder, 'one.jpg'));
    await writeFile(path.join(folder, 'B-2,T7,P7.jpg'), await variantOf(demonstration.bytes(), 1));
  });

  test('reads every photo of a folder, labels from file names, to a table and a CSV', async () => {
    const { code, out } = await readFolder('--sample', 'BATCH');
    expect(code).toBe(0);
    expect(out).toMatch(/one\.jpg +BATCH +one +\S+/);
    expect(out).toContain('2 read, 0 refused');
    const csv = (await readFile(path.join(folder, 'readings.csv'), 'utf8')).trimEnd().split('\n');
    expect(csv.map((line) => line.split(',').slice(0, 4).join())).toEqual(['FILE,SAMPLE_NUMBER,TEST_NUMBER,PLATE', expect.stringContaining('B-2'), 'one.jpg,BATCH,,one']);
    expect(await runsOf('B-2')).toHaveLength(1);
  }, 60_000);

  test('goes on past what is no plate or no photo, and reads only what is new', async () => {
    await writeFile(path.join(folder, 'blank.png'), await blankPhoto());
    await writeFile(path.join(folder, 'text.jpg'), 'not a photograph');
    await writeFile(path.join(folder, 'two.jpg'), await variantOf(demonstration.bytes(), 2));
    const { code, report } = await readFolder('--sample', 'BATCH', '--json');
    expect(code).toBe(0);
    expect(report()).toMatchObject({ read: 3, refused: 2, left: 0 });
    expect(Object.fromEntries(report().outcomes.map(({ file, code: why }) => [file, why]))).toMatchObject({ 'blank.png': 'NO_PLATE_FOUND', 'text.jpg': expect.stringMatching(/UNSUPPORTED_MEDIA|IMAGE_UNREADABLE/), 'two.jpg': null });
    expect(await runsOf('BATCH')).toHaveLength(3);
  }, 60_000);

  test('resumes after a stop: a torn journal loses a line, the run it began is taken up, nothing is read twice', async () => {
    const journal = path.join(folder, (await readdir(folder)).find((name) => name.endsWith('.jsonl'))!);
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
    await writeFile(journal, `${lines.slice(0, 2).join('\n')}\n${lines[2].slice(0, 20)}`);
    const before = await runsOf('BATCH');
    const { report } = await readFolder('--sample', 'BATCH', '--json');
    expect(report()).toMatchObject({ read: 3, refused: 2, left: 0 });
    expect(await runsOf('BATCH')).toEqual(before);
    await readFolder('--sample', 'BATCH', '--json', '--again');
    expect((await runsOf('BATCH')).length).toBeGreaterThan(before.length);
  }, 60_000);

  test('a file whose name tells no sample is refused by name, and a folder without photos says so', async () => {
    const { report } = await readFolder('--json');
    expect(report().outcomes.find(({ file }) => file === 'one.jpg')).toMatchObject({ status: 'REFUSED', code: 'BAD_USER_INPUT' });
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    const { code, err } = await stack().command(['read', empty, '--sample', 'S']);
    expect([code, err]).toEqual([1, expect.stringContaining('no photographs')]);
  }, 60_000);
};
