import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MultiBar, Presets } from 'cli-progress';
import colours from 'picocolors';
import { createGraphClient } from '../client/graph-client.ts';
import { credentialsOf } from '../client/sign-in.ts';
import { createTokenSource } from '../client/token-source.ts';
import type { ReadOptions } from '../read/read-options.ts';
import { howOf } from '../read/read-photo.ts';
import { isPhotoName, labelsOf } from './batch-rules.ts';
import { openJournal, type Journal } from './journal.ts';
import type { Outcome } from './outcome.ts';
import { prepare, readOne, refused, type PhotoToRead } from './read-one.ts';
import { csvOf, tableOf } from './summary.ts';

const JOURNAL = '.microplate-readings.jsonl';
const CSV = 'readings.csv';
/** Uploads go on while a worker reads; more would only wait in its queue. */
const AT_ONCE = 3;

/**
 * `microplate read FOLDER`: every photograph in it, past those that can't be read, to a table and `readings.csv` in `--out`.
 * Outcomes are kept as they come, so the same command goes on after a stop and reads only what is new or changed.
 */
export const readFolder = async (folder: string, options: ReadOptions): Promise<void> => {
  const names = (await readdir(folder)).filter(isPhotoName).sort();
  if (!names.length) throw new Error(`There are no photographs (JPEG, PNG, WebP, TIFF) in ${folder}.`);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const journal = await openJournal(path.join(options.out, JOURNAL));
    const photos = await prepareAll(folder, names, options);
    const outcomes = await readAll(photos, journal, options, stop.signal);
    await finish(outcomes, names.length, options, stop.signal.aborted);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
};

const prepareAll = async (folder: string, names: readonly string[], options: ReadOptions): Promise<PhotoToRead[]> => {
  const photos: PhotoToRead[] = [];
  for (const name of names) photos.push(await prepare(name, path.join(folder, name), labelsOf(name, options) ?? { sampleNo: '' }, howOf(options)));
  return photos;
};

const readAll = async (photos: readonly PhotoToRead[], journal: Journal, options: ReadOptions, signal: AbortSignal): Promise<Outcome[]> => {
  const token = createTokenSource(credentialsOf(options, options.environment));
  const client = async () => createGraphClient(options.url, await token());
  const progress = createProgress(photos.length, options.json === true);
  const outcomes: (Outcome | undefined)[] = photos.map(({ key }) => (options.again ? undefined : journal.known.get(key)));
  outcomes.forEach((outcome) => outcome && progress.done(outcome));
  const waiting = photos.map((photo, index) => ({ photo, index })).filter(({ index }) => !outcomes[index]);
  const runId = options.again ? `-${Date.now()}` : '';
  const work = async () => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const { photo, index } = next;
      const outcome = photo.labels.sampleNo
        ? { ...await readOne({ ...photo, key: photo.key + runId }, { client, how: howOf(options), signal }), key: photo.key }
        : refused(photo, 'BAD_USER_INPUT', 'The file name does not tell the sample. Name it SAMPLE,SUBMISSION,PLATE.jpg, or give --sample for all.');
      if (photo.labels.sampleNo) await journal.add(outcome);
      outcomes[index] = outcome;
      progress.done(outcome);
    }
  };
  try {
    await settle(Array.from({ length: AT_ONCE }, () => work().catch((error) => { waiting.length = 0; throw error; })));
  } finally {
    progress.stop();
  }
  return outcomes.filter((outcome) => outcome !== undefined);
};

/** All of them to their end, then the first failure: what others are still reading is written down before the command ends. */
const settle = async (works: Promise<void>[]): Promise<void> => {
  const failure = (await Promise.allSettled(works)).find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
};

const createProgress = (total: number, silent: boolean) => {
  const bars = silent ? null : new MultiBar({ format: ' {bar} {value}/{total}  {read} read, {refused} refused  {file}', barsize: 28, hideCursor: true, stream: process.stderr, linewrap: false }, Presets.shades_classic);
  const counts = { read: 0, refused: 0, file: '' };
  const bar = bars?.create(total, 0, counts);
  return {
    done: (outcome: Outcome) => {
      counts[outcome.status === 'READ' ? 'read' : 'refused'] += 1;
      counts.file = outcome.file.slice(0, 40);
      bar?.increment(1, counts);
    },
    stop: () => bars?.stop(),
  };
};

const finish = async (outcomes: readonly Outcome[], total: number, options: ReadOptions, stopped: boolean): Promise<void> => {
  const file = path.join(options.out, CSV);
  await writeFile(file, csvOf(outcomes));
  const refusals = outcomes.filter(({ status }) => status === 'REFUSED').length;
  const left = total - outcomes.length;
  if (options.json) process.stdout.write(`${JSON.stringify({ read: outcomes.length - refusals, refused: refusals, left, file, outcomes })}\n`);
  else {
    process.stdout.write(`\n${tableOf(outcomes)}\n\n  ${colours.bold(`${outcomes.length - refusals} read, ${refusals} refused`)}   ${file}\n`);
    if (outcomes.some(({ model }) => model?.includes('not validated'))) process.stdout.write(colours.yellow('  The model has not been validated: check the plates before you rely on them.\n'));
    if (left) process.stdout.write(colours.yellow(`  ${stopped ? 'Stopped' : 'Ended'} with ${left} to go: the same command goes on from here.\n`));
  }
  if (stopped) process.exitCode = 130;
};
