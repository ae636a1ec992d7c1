import { setTimeout } from 'node:timers/promises';
import type { ModelRef } from '../src/runs/run-types.ts';
import type { Hints, PlateReader } from '../src/worker/plate-reader.ts';
import { ReadingError } from '../src/reading/reading-error.ts';
import type { PlateLocation, QualityFlag, Reading, ReadingStep, WellCall } from '../src/reading/plate-types.ts';

/** What a fake photo, a JSON text, tells the fake reader to do. */
export interface FakePhoto {
  name: string;
  /** Rest at each step. */
  ms?: number;
  /** Code to refuse with. */
  refuse?: 'NO_PLATE_FOUND' | 'MULTIPLE_PLATES' | 'LOW_RESOLUTION';
  flags?: QualityFlag[];
  /** Fail each attempt with what nobody foresaw. */
  broken?: boolean;
  brokenDrawing?: boolean;
}

const STEPS: [ReadingStep, number][] = [['loading', 5], ['finding plate', 25], ['cutting wells', 55], ['classifying', 75]];
const rest = (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, { signal }).catch(() => {});

/** Ways in which another machine, or other software, might read. */
export interface FakeDrift { class?: boolean; confidence?: number; x?: number; refuse?: FakePhoto['refuse']; flags?: QualityFlag[] }

/** Reads photos that are told what they show: columns 1 to 4 flow. */
export const createFakeReader = (drift: FakeDrift = {}): PlateReader => ({
  read: async (photo, { onStep, signal, threshold, modelVersion, finderVersion = '1', ...hints }) => {
    const told = JSON.parse(photo.toString()) as FakePhoto;
    for (const [step, percent] of STEPS) {
      signal.throwIfAborted();
      await onStep(step, percent);
      await rest(told.ms ?? 0, signal);
    }
    signal.throwIfAborted();
    refuse(drift.refuse ?? told.refuse);
    if (told.broken) throw new Error('the secret inside of the reader');
    const file = { name: 'well-classifier', version: modelVersion, sha256: 'a'.repeat(64), validated: false };
    const model: ModelRef = { ...file, classes: ['FLOWING', 'NON_FLOWING', 'EMPTY'] };
    const reading = readingOf(threshold, drift);
    return { reading: { ...reading, ...placeOf(told, hints), flags: drift.flags ?? placeOf(told, hints).flags }, model, finder: { ...file, name: 'plate-finder', version: finderVersion } };
  },
  locate: async (photo, { signal, format = 'W96', ...hints }) => {
    const told = JSON.parse(photo.toString()) as FakePhoto;
    await rest(told.ms ?? 0, signal);
    signal.throwIfAborted();
    refuse(told.refuse);
    return { ...locationOf(readingOf(0)), format, ...placeOf(told, hints) };
  },
  drawLocation: async (photo, { wells }, expected) => {
    const told = JSON.parse(photo.toString()) as FakePhoto;
    if (told.brokenDrawing) throw new Error('no ink');
    return { data: Buffer.from(`overlay of ${told.name} with ${wells.length} wells and ${expected.length} crosses`), width: 1700, height: 1200, mimeType: 'image/jpeg' };
  },
  draw: async (photo, reading, { title, model, rows = [] }) => {
    const told = JSON.parse(photo.toString()) as FakePhoto;
    await rest(told.ms ?? 0);
    if (told.brokenDrawing) throw new Error('no ink');
    return { data: Buffer.from(`picture of ${told.name} with ${reading.wells.length} wells; ${title}; ${model}; ${rows.map(({ row, endPoint, text, flags }) => [row, endPoint, text, ...flags].join(' ')).join(', ')}`), width: reading.width, height: reading.height, mimeType: 'image/jpeg' };
  },
  close: async () => {},
});

const refuse = (code: FakePhoto['refuse']): void => {
  if (code) throw new ReadingError(code, 'There is no plate in this photo. Photograph the whole plate.', code === 'LOW_RESOLUTION' ? { value: 9.5, bound: 14 } : null);
};

/** The caller's word, else a calibration's, settles how the plate lies. */
const placeOf = ({ flags = [] }: FakePhoto, { orientation, calibration }: Hints): Pick<Reading, 'orientation' | 'flags'> => {
  const settled = orientation ?? (calibration ? 'UPRIGHT' : null);
  return { orientation: settled, flags: settled ? flags : [...flags, { code: 'ORIENTATION_UNCERTAIN', value: null, bound: null }] };
};

/** Wells 100 pixels apart, A1 at (100, 100). */
const locationOf = ({ width, height, wells }: Reading): Omit<PlateLocation, 'format' | 'orientation' | 'flags'> => ({
  width, height, rows: 8, columns: 12, confidence: 0.98,
  wells: wells.map(({ name, row, column, centre, radius }) => ({ name, row, column, centre, radius })),
  grid: { rows: 8, columns: 12, homography: [100, 0, 100, 0, 100, 100, 0, 0, 1], centres: wells.map(({ centre }) => centre), confidence: 0.98 },
});

const readingOf = (threshold: number, drift: FakeDrift = {}): Reading => ({
  width: 1700, height: 1200, confidence: 0.93, orientation: null, flags: [],
  grid: { source: 'FOUND', confidence: 0.98, corners: { A1: { x: 100, y: 100 }, A12: { x: 1200, y: 100 }, H1: { x: 100, y: 800 }, H12: { x: 1200, y: 800 } } },
  wells: Array.from({ length: 96 }, (_, i) => wellOf(Math.floor(i / 12), i % 12, threshold, drift)),
});

const wellOf = (row: number, column: number, threshold: number, drift: FakeDrift): WellCall => {
  const predicted = column < 4 && !(drift.class && row === 1 && column === 3) ? 'FLOWING' : 'NON_FLOWING';
  const confidence = 0.95 + (drift.confidence ?? 0);
  return {
    name: `${'ABCDEFGH'[row]}${column + 1}`, row: 'ABCDEFGH'[row], column: column + 1, predicted, flowing: predicted === 'FLOWING' ? 0.95 : 0.05, confidence,
    class: confidence < threshold ? 'UNREADABLE' : predicted, centre: { x: 100 + 100 * column + (drift.x ?? 0), y: 100 + 100 * row }, radius: 40,
    measurements: { dropLength: column < 4 ? 0.3 : 0, centroidShift: column < 4 ? 0.15 : 0, redArea: 0.2, glare: 0 },
  };
};
