import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import { findModel, readPlate } from '../src/reading/index.ts';
import type { WellClassifier } from '../src/reading/index.ts';
import { createReaderProcess } from '../src/worker/reader-process.ts';
import { THRESHOLD } from './attempt.ts';
import { quantile } from './table.ts';
import type { Line } from './table.ts';

const MODELS = join(import.meta.dirname, '../models');
const DEMO = readFileSync(join(import.meta.dirname, '../demo/demo-plate.jpg'));

type Size = { name: string; width: number; p50: number; rounds: number };
const SIZES: Size[] = [{ name: '2 MP', width: 1700, p50: 150, rounds: 41 }, { name: '12 MP', width: 4123, p50: 600, rounds: 12 }];

/** Readings before those that count, as of a worker at work: V8 compiles the loops meanwhile. */
const WARM_UP = 60;

/** Time a plate, and the same against the limit: decoding and the very network runs of that plate, alone, in turn with it. */
export const timeLines = async (classifier: WellClassifier): Promise<Line[]> => {
  const lines: Line[] = [];
  for (const size of SIZES) {
    const photo = await sharp(DEMO).resize(size.width).jpeg({ quality: 90 }).toBuffer();
    const { whole, bare, cpu } = await interleaved(photo, classifier, size.rounds);
    const [p50, p95, limit] = [quantile(whole, 0.5), quantile(whole, 0.95), quantile(bare, 0.5)];
    lines.push({ what: `time a plate at ${size.name}`, goal: `p50 <= ${size.p50} ms, p95 <= 2x`, measured: `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`, pass: p50 <= size.p50 && p95 <= 2 * p50 });
    lines.push({ what: '  against decoding and bare networks', goal: '<= 1.6x', measured: `${(p50 / limit).toFixed(2)}x of ${limit.toFixed(0)} ms; in processor time ${cpu.toFixed(2)}x`, pass: p50 <= 1.6 * limit });
  }
  return lines;
};

const interleaved = async (photo: Buffer, classifier: WellClassifier, rounds: number): Promise<{ whole: number[]; bare: number[]; cpu: number }> => {
  const read = () => readPlate(photo, { classifier, threshold: THRESHOLD });
  const runs = await recorded(read);
  const [whole, bare]: number[][] = [[], []];
  const [used, least]: number[][] = [[], []];
  for (let i = 0; i < rounds + WARM_UP; i++) {
    const [a, b] = [await processor(() => timed(read)), await processor(() => timed(() => limit(photo, runs)))];
    if (i >= WARM_UP) { whole.push(a.result); bare.push(b.result); used.push(a.ms); least.push(b.ms); }
  }
  return { whole, bare, cpu: quantile(used, 0.5) / quantile(least, 0.5) };
};

/** Processor time of all threads: what a busy machine does not distort much. */
const processor = async <T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> => {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

type Run = () => Promise<unknown>;

/** The network runs that a reading makes, to be made again as they were. */
const recorded = async (read: () => Promise<unknown>): Promise<Run[]> => {
  const runs: Run[] = [];
  const { prototype } = ort.InferenceSession as unknown as { prototype: { run: (...given: unknown[]) => Promise<unknown> } };
  const { run } = prototype;
  prototype.run = function (...given) {
    runs.push(() => run.apply(this, given));
    return run.apply(this, given);
  };
  await read().finally(() => { prototype.run = run; });
  return runs;
};

const limit = async (photo: Buffer, runs: readonly Run[]): Promise<void> => {
  await sharp(photo).autoOrient().raw().toBuffer();
  for (const run of runs) await run();
};

/** One worker's reader process, fed as the worker feeds it: plates a second, and its memory after that many plates. */
export const workerLines = async (count: number, concurrency: number): Promise<Line[]> => {
  const photo = await sharp(DEMO).jpeg({ quality: 90 }).toBuffer();
  const { version } = await findModel(MODELS, 'WELL_CLASSIFIER');
  const reader = createReaderProcess(MODELS);
  const one = () => reader.read(photo, { modelVersion: version, threshold: THRESHOLD, onStep: async () => {}, signal: new AbortController().signal });
  await one();
  const before = processorOf(readerPid());
  const seconds = await timed(() => Promise.all(Array.from({ length: concurrency }, async (_, lane) => { for (let i = lane; i < count; i += concurrency) await one(); }))) / 1000;
  const each = (processorOf(readerPid()) - before) / count;
  const { now, most } = memoryOf(readerPid());
  await reader.close();
  return [
    { what: `throughput of one worker, ${concurrency} at a time`, goal: '>= 8 a second on two quiet cores', measured: `${(count / seconds).toFixed(1)} a second; ${each.toFixed(0)} ms of processor time a plate`, pass: count / seconds >= 8 },
    { what: `memory of the worker's reader after ${count} plates`, goal: '<= 400 MB', measured: `${now} MB, at most ${most} MB`, pass: most <= 400 },
  ];
};

/** The process that this one started to read in. */
const readerPid = (): string => readdirSync('/proc').find((name) => /^\d+$/.test(name) && isReader(name))!;

/** Processor time of all its threads, in ms: Linux counts it in hundredths of a second, 12th and 13th after the name. */
const processorOf = (pid: string): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
};

/** Resident memory in MB. */
const memoryOf = (pid: string): { now: number; most: number } => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (key: string) => Math.round(Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)![1]) / 1024);
  return { now: mb('VmRSS'), most: mb('VmHWM') };
};

const isReader = (pid: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reader-main') && readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === `${process.pid}`;
  } catch {
    return false;
  }
};
