import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { dropFile } from './folder-drop.ts';

const content = 'SAMPLE_NUMBER\nตัวอย่าง\n'.repeat(500);
const file = { fileName: 'interface_S1_20260301_090507.csv', content, sha256: createHash('sha256').update(content).digest('hex') };
let folder: string;
const at = (name: string) => path.join(folder, name);

beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'labware-drop-')); });
afterEach(() => rm(folder, { recursive: true }));

test('the file whole under its name, and nothing else', async () => {
  await dropFile(folder, file);
  expect(await readdir(folder)).toEqual([file.fileName]);
  expect(await readFile(at(file.fileName), 'utf8')).toBe(content);
});

test('again: the same file, not written anew', async () => {
  await dropFile(folder, file);
  const before = await stat(at(file.fileName));
  await dropFile(folder, file);
  const after = await stat(at(file.fileName));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
});

test.each(['', content.slice(0, 700), 'something else that is longer\n'.repeat(9000)])('a part left by a crash is done over (%#)', async (left) => {
  await writeFile(at(`${file.fileName}.part`), left);
  await dropFile(folder, file);
  expect(await readdir(folder)).toEqual([file.fileName]);
  expect(await readFile(at(file.fileName), 'utf8')).toBe(content);
});

test('a part that was left beside the finished file is cleared away', async () => {
  await dropFile(folder, file);
  await writeFile(at(`${file.fileName}.part`), 'half');
  await dropFile(folder, file);
  expect(await readdir(folder)).toEqual([file.fileName]);
});

test('another file of the name is never overwritten', async () => {
  await writeFile(at(file.fileName), 'the lab\'s own');
  await expect(dropFile(folder, file)).rejects.toMatchObject({ code: 'DELIVERY_REFUSED' });
  expect(await readdir(folder)).toEqual([file.fileName]);
  expect(await readFile(at(file.fileName), 'utf8')).toBe('the lab\'s own');
});

test('a link planted under the part\'s name leads nowhere', async () => {
  await writeFile(at('victim'), 'untouched');
  await symlink(at('victim'), at(`${file.fileName}.part`));
  await dropFile(folder, file);
  expect(await readFile(at('victim'), 'utf8')).toBe('untouched');
  expect((await readdir(folder)).sort()).toEqual([file.fileName, 'victim']);
});

test('bytes that are not what was promised never get the name', async () => {
  await expect(dropFile(folder, { ...file, sha256: 'f'.repeat(64) })).rejects.toThrow('read back');
  expect(await readdir(folder)).toEqual([`${file.fileName}.part`]);
});

test('a folder that is not there is not made', async () => {
  await expect(dropFile(at('missing'), file)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(folder)).toEqual([]);
});
