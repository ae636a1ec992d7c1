import path from 'node:path';
import { createHash } from 'node:crypto';
import type { Reading } from '../read/read-photo.ts';

/** What a photograph in a folder shows: labels as `readPlate` takes them. */
export interface Labels { sampleNo: string; submissionNo?: string; plateNo?: string }

/** What the command was told for all photographs. */
export interface GivenLabels { sample?: string; submission?: string }

const PHOTO = /\.(jpe?g|png|webp|tiff?)$/i;

/** By its name alone; whether it can be read is told by reading it. Hidden files are nobody's photographs. */
export const isPhotoName = (name: string): boolean => PHOTO.test(name) && !name.startsWith('.');

/**
 * Labels of a photograph from its file name: `SAMPLE,SUBMISSION,PLATE.jpg` as a plate's barcode says them (`,` or `|`), or the
 * sample given for all, with the file's name as the plate. Null where neither tells the sample.
 */
export const labelsOf = (fileName: string, given: GivenLabels): Labels | null => {
  const stem = path.parse(fileName).name;
  const parts = stem.split(/[,|]/).map((part) => part.trim());
  if (parts.length === 3 && parts.every(Boolean)) return { sampleNo: parts[0], submissionNo: parts[1], plateNo: parts[2] };
  return given.sample ? { sampleNo: given.sample, ...(given.submission ? { submissionNo: given.submission } : {}), plateNo: plateNoOf(stem) } : null;
};

/** A file's name as a plate number: what a number may not hold becomes `-`. */
const plateNoOf = (stem: string): string =>
  stem.normalize('NFC').replace(/[^\p{L}\p{M}\p{N} ._/#-]/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '').slice(0, 64).trim() || 'photo';

/** The same photograph asked for in the same way: what makes a second request the first one's. */
export const requestKey = (sha256: string, { sampleNo, submissionNo, plateNo }: Labels, { threshold, device, layout, orientation }: Reading = {}): string =>
  `batch-${createHash('sha256').update(JSON.stringify([sha256, sampleNo, submissionNo, plateNo, threshold, device, layout, orientation].map((part) => part ?? null))).digest('hex').slice(0, 40)}`;
