// `npm run bench:reading`: how well and how fast photographs are read, beside what was asked for. Parts by name:
//   plate-62 photos drawn formats flags time worker      e.g. `npm run bench:reading -- drawn flags --count 100`
// --count N drawings (500), --damaged N of each damage (a tenth of them, at least 20), --keep FOLDER keeps and takes drawings there,
// --json FILE writes the lines as well.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { readOptions } from '@microplate/platform/bench';
import { countSetting, z } from '@microplate/platform/config';
import { READINGS_AT_ONCE } from '../src/config.ts';
import { loadClassifier } from '../src/reading/index.ts';
import { READER_FLAGS } from '../src/worker/reader-process.ts';
import { drawnLines, readAll } from './drawn.ts';
import { draw, whyNoDrawings } from './drawings.ts';
import { flagLines } from './flags.ts';
import { formatLines } from './formats.ts';
import { photographLines, whyNoPhotographs } from './photographs.ts';
import { plate62Lines } from './plate-62.ts';
import { printTable } from './table.ts';
import type { Line } from './table.ts';
import { timeLines, workerLines } from './time.ts';

// All is measured in a process that runs as the worker's reader does.
if (!READER_FLAGS.every((flag) => process.execArgv.includes(flag))) {
  process.exit(spawnSync(process.execPath, [...READER_FLAGS, ...process.argv.slice(1)], { stdio: 'inherit' }).status ?? 1);
}

const { parts, keep, json, count, seed, plates, ...options } = readOptions({
  count: countSetting(500, 1), seed: countSetting(7), damaged: countSetting(0), plates: countSetting(500, 1), keep: z.string().optional(), json: z.string().optional(),
}, ['plate-62', 'photos', 'drawn', 'formats', 'flags', 'time', 'worker']);
const damaged = options.damaged || Math.max(20, Math.ceil(count / 10));

const classifier = await loadClassifier(join(import.meta.dirname, '../models'));
const folder = keep ?? await mkdtemp(join(os.tmpdir(), 'bench-reading-'));
const lines: Line[] = [];
const measure = async (part: typeof parts[number][], missing: string | null, work: () => Promise<Line[]>): Promise<void> => {
  const asked = part.filter((name) => parts.includes(name));
  if (!asked.length) return;
  const made = missing ? asked.map((name) => ({ what: name, goal: '', measured: missing, pass: null })) : await work();
  printTable(made);
  lines.push(...made);
};

const drawings = async (): Promise<Line[]> => {
  const sound = await readAll('drawn', await draw(folder, 'none', seed, count), classifier);
  return [
    ...(parts.includes('drawn') ? drawnLines(sound) : []),
    ...(parts.includes('flags') ? await flagLines(folder, sound, classifier, seed, damaged) : []),
  ];
};

console.log(`${classifier.model.name} ${classifier.model.version}, ${classifier.finder.name} ${classifier.finder.version}; ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}`);
try {
  await measure(['plate-62'], whyNoPhotographs(), () => plate62Lines(classifier));
  await measure(['photos'], whyNoPhotographs(), () => photographLines(classifier));
  await measure(['drawn', 'flags'], await whyNoDrawings(), drawings);
  await measure(['formats'], await whyNoDrawings(), () => formatLines(folder, seed, Math.ceil(count / 20), classifier));
  await measure(['time'], null, () => timeLines(classifier));
  await measure(['worker'], null, () => workerLines(plates, READINGS_AT_ONCE));
} finally {
  await classifier.close();
  if (!keep) await rm(folder, { recursive: true });
}
const missed = lines.filter((line) => line.pass === false).length;
console.log(`${lines.filter((line) => line.pass).length} of ${lines.length} lines reached, ${missed} missed, ${lines.filter((line) => line.pass === null).length} not judged`);
if (json) await writeFile(json, `${JSON.stringify({ model: classifier.model.version, finder: classifier.finder.version, load: os.loadavg()[0], lines }, null, 1)}\n`);
