import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlateFormat } from '../src/reading/index.ts';
import type { Corners } from './corners.ts';

const run = promisify(execFile);
const PYTHON = '/usr/bin/python3';
const script = (name: string): string => join(import.meta.dirname, '../training', name);

/** What plates.py tells of a photograph it drew. */
export interface Truth {
  photo: string;
  width: number;
  height: number;
  orientation: string;
  /** How many plates it shows. */
  plates: number;
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
  await run(PYTHON, [script('plates.py'), '--seed', `${seed}`, '--count', `${count}`, '--damage', damage, '--out', into]);
  const names = (await readdir(into)).filter((name) => name.endsWith('.json')).sort().slice(0, count);
  return Promise.all(names.map(async (name) => {
    const truth = JSON.parse(await readFile(join(into, name), 'utf8')) as Truth;
    return { ...truth, read: () => readFile(join(into, truth.photo)) };
  }));
};

export interface FormatDrawing extends Corners {
  format: PlateFormat;
  read: () => Promise<Buffer>;
}

/** Photographs of one plate of each format, `count` of each, in any pose. */
export const drawFormats = async (folder: string, seed: number, count: number): Promise<FormatDrawing[]> => {
  const into = join(folder, `formats-${seed}-${count}`);
  await run(PYTHON, [script('whole.py'), '--seed', `${seed}`, '--count', `${count}`, '--out', into]);
  const truth = JSON.parse(await readFile(join(into, 'truth.json'), 'utf8')) as Record<string, Corners & { format: PlateFormat }>;
  return Object.entries(truth).map(([name, facts]) => ({ ...facts, read: () => readFile(join(into, `${name}.jpg`)) }));
};
