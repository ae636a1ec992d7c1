import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import colours from 'picocolors';
import { credentialsOf, signIn } from '../client/sign-in.ts';
import { readFolder } from '../batch/read-folder.ts';
import { drawPlate } from '../terminal/plate-picture.ts';
import { writeInterfaceFile } from './interface-file.ts';
import type { ReadOptions } from './read-options.ts';
import { howOf, readPhoto, type ReadAnswer } from './read-photo.ts';

/** `microplate read PHOTO`: from a photograph to titres and the interface file; of a folder, all its photographs. */
export const readCommand = async (photo: string, options: ReadOptions): Promise<void> => {
  const found = await stat(photo).catch(() => null);
  if (found?.isDirectory()) return readFolder(photo, options);
  if (!found?.isFile()) throw new Error(`There is no photograph at ${photo}.`);
  if (!options.sample) throw new Error('Name the sample: --sample NUMBER.');
  return readOnePhoto(photo, { ...options, sample: options.sample });
};

const readOnePhoto = async (photo: string, options: ReadOptions & { sample: string }): Promise<void> => {
  const client = await signIn(credentialsOf(options, options.environment));
  const bar = options.json ? null : new SingleBar({ format: ' {bar} {percentage}%  {step}', barsize: 32, hideCursor: true, stream: process.stderr });
  try {
    bar?.start(100, 0, { step: 'uploading' });
    const answer = await readPhoto(client, {
      photo, sampleNo: options.sample, submissionNo: options.submission, plateNo: options.plate, ...howOf(options),
      onProgress: (percent, step) => bar?.update(percent, { step }),
    });
    bar?.update(100, { step: 'done' });
    bar?.stop();
    const file = await writeInterfaceFile(client, { sampleNo: options.sample, dialect: options.dialect }, options.out);
    if (options.json) process.stdout.write(`${JSON.stringify({ ...answer, file })}\n`);
    else print(options, answer, file);
  } finally {
    bar?.stop();
    await client.close();
  }
};

const print = (options: ReadOptions, { run, plate }: ReadAnswer, file: { path: string; warnings: string[] }): void => {
  const title = [options.sample, options.submission, options.plate].filter(Boolean).join(' · ');
  const gmt = plate.gmt.value === null ? `undefined (${plate.gmt.undefinedBecause})` : plate.gmt.value.toFixed(1);
  process.stdout.write([
    '', `   ${colours.bold(title)}`, '', drawPlate(run.wells, plate.rows), '',
    `   GMT ${colours.bold(gmt)}   confidence ${run.confidence.toFixed(2)}   read in ${run.durationMs} ms by ${run.model.name} ${run.model.version}`,
    ...(run.flags.length ? [colours.yellow(`   The photo: ${run.flags.map(({ code }) => code).join(' ')}`)] : []),
    ...(run.model.validated ? [] : [colours.yellow('   This model has not been validated: check the plate before you rely on it.')]),
    `   ${file.path}`, ...file.warnings.map((warning) => colours.yellow(`   ! ${warning}`)), '', '',
  ].join('\n'));
};
