import { setTimeout } from 'node:timers/promises';
import type { ModelRef } from '../src/runs/run-types.ts';
import type { PlateReader } from '../src/worker/plate-reader.ts';
import { ReadingError } from '../src/reading/reading-error.ts';
import type { Reading, ReadingStep, WellCall } from '../src/reading/plate-types.ts';

/** What a fake photo, a JSON text, tells the fake reader to do. */
export interface FakePhoto {
  name: string;
  /** Rest at each step. */
  ms?: number;
  /** Code to refuse with. */
  refuse?: 'NO_PLATE_FOUND';
  /** Fail each attempt with what nobody foresaw. */
  broken?: boolean;
  brokenDrawing?: boolean;
}

const STEPS: [ReadingStep, number][] = [['loading', 5], ['finding plate', 25], ['cutting wells', 55], ['classifying', 75]];
const rest = (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, { signal }).catch(() => {});

/** Reads photos that are told what they show: columns 1 to 4 flow. */
export const createFakeReader = (): PlateReader => ({
  read: async (photo, { onStep, signal, threshold, modelVersion }) => {
    const told = JSON.parse(photo.toString()) as FakePhoto;
    for (const [step, percent] of STEPS) {
      signal.throwIfAborted();
      await onStep(step, percent);
      await rest(told.ms ?? 0, signal);
    }
    signal.throwIfAborted();
    if (told.refuse) throw new ReadingError(told.refuse, 'There is no plate in this photo. Photograph the whole plate.');
    if (told.broken) throw new Error('the secret inside of the reader');
    const file = { name: 'well-classifier', version: modelVersion, sha256: 'a'.repeat(64), validated: false };
    const model: ModelRef = { ...file, classes: ['FLOWING', 'NON_FLOWING', 'EMPTY'] };
    return { reading: readingOf(threshold), model, finder: { ...file, name: 'plate-finder' } };
  },
  draw: async (photo, reading) => {
    const told = JSON.parse(photo.toString()) as FakePhoto;
    await rest(told.ms ?? 0);
    if (told.brokenDrawing) throw new Error('no ink');
    return { data: Buffer.from(`picture of ${told.name} with ${reading.wells.length} wells`), width: reading.width, height: reading.height, mimeType: 'image/jpeg' };
  },
  close: async () => {},
});

const readingOf = (threshold: number): Reading => ({
  width: 1700, height: 1200, confidence: 0.93,
  grid: { source: 'FOUND', confidence: 0.98, corners: { A1: { x: 100, y: 100 }, A12: { x: 1200, y: 100 }, H1: { x: 100, y: 800 }, H12: { x: 1200, y: 800 } } },
  wells: Array.from({ length: 96 }, (_, i) => wellOf(Math.floor(i / 12), i % 12, threshold)),
});

const wellOf = (row: number, column: number, threshold: number): WellCall => {
  const predicted = column < 4 ? 'FLOWING' : 'NON_FLOWING';
  const confidence = 0.95;
  return {
    name: `${'ABCDEFGH'[row]}${column + 1}`, row: 'ABCDEFGH'[row], column: column + 1, predicted, confidence,
    class: confidence < threshold ? 'UNREADABLE' : predicted, centre: { x: 100 + 100 * column, y: 100 + 100 * row }, radius: 40,
  };
};
