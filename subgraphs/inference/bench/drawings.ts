import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PYTHON = '/usr/bin/python3';
const SCRIPT = join(import.meta.dirname, '../training/plates.py');

/** What plates.py tells of a photograph it drew. */
export interface Truth {
  photo: string;
  width: number;
  height: number;
  orientation: string;
  /** Damage that is there, and damage too mild to count as either. */
  damaged: string[];
  neither: string[];
  /** 96, row by row; absent for other formats and for none or two plates. `right` are the classes that count as right. */
  wells?: { name: string; right: string[]; centre: [number, number] }[];
}

export interface Drawing extends Truth {
  read: () => Promise<Buffer>;
}

/** Why nothing can be drawn here, or null. */
export const whyNoDrawings = async (): Promise<string | null> =>
  run(PYTHON, ['-c', 'import cv2, numpy']).then(() => null, () => `${PYTHON} with numpy and cv2 is not here (apt-get install python3-opencv python3-numpy)`);

/** The first `count` photographs of a seed and damage, drawn into a folder unless they lie there. */
export const draw = async (folder: string, damage: string, seed: number, count: number): Promise<Drawing[]> => {
  const into = join(folder, `${damage}-${seed}`);
  await run(PYTHON, [SCRIPT, '--seed', `${seed}`, '--count', `${count}`, '--damage', damage, '--out', into]);
  const names = (await readdir(into)).filter((name) => name.endsWith('.json')).sort().slice(0, count);
  return Promise.all(names.map(async (name) => {
    const truth = JSON.parse(await readFile(join(into, name), 'utf8')) as Truth;
    return { ...truth, read: () => readFile(join(into, truth.photo)) };
  }));
};
