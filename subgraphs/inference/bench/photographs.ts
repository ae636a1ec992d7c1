import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locatePlate, ReadingError } from '../src/reading/index.ts';
import type { WellClassifier } from '../src/reading/index.ts';
import { attempt, isReading } from './attempt.ts';
import { cornerMisses } from './corners.ts';
import type { Line } from './table.ts';

/** Photographs that may not be committed lie beside the checkout, where there are any. */
const PHOTOS = join(import.meta.dirname, '../../../../shared/photos');

/** Why there are none, or null. */
export const whyNoPhotographs = (): string | null => (existsSync(join(PHOTOS, 'hi/plate-62.jpg')) ? null : `no photographs at ${PHOTOS}`);

export const photograph = (name: string): Promise<Buffer> => readFile(join(PHOTOS, name));

export const truthOf = async (name: string) => JSON.parse(await readFile(join(PHOTOS, name), 'utf8'));

/** Each well within a quarter pitch of where it is, or a refusal. */
export const photographLines = async (classifier: WellClassifier): Promise<Line[]> => {
  const corners: Record<string, { rows: number; cols: number; corners: Record<string, [number, number]> }> = await truthOf('plates/corners.json');
  const names = [...Object.keys(corners), 'uv-close-96.jpg'];
  const lines: Line[] = [];
  for (const name of names) lines.push(await gridLine(name, corners[name], classifier));
  return [...lines, await twoPlates(classifier)];
};

const gridLine = async (name: string, truth: { rows: number; cols: number; corners: Record<string, [number, number]> } | undefined, classifier: WellClassifier): Promise<Line> => {
  const found = await locatePlate(await photograph(`plates/${name}`), { classifier }).catch((error: unknown) => {
    if (error instanceof ReadingError) return error.code;
    throw error;
  });
  const line = { what: `plates/${name}`, goal: 'every well within 0.25 pitch, or refused' };
  if (typeof found === 'string') return { ...line, measured: `refused: ${found}`, pass: true };
  const text = `${found.rows}x${found.columns}, ${found.orientation ?? 'orientation open'}`;
  if (!truth) return { ...line, measured: `${text}; no truth to measure against`, pass: null };
  const miss = Math.max(...cornerMisses(found, { ...truth, columns: truth.cols }));
  const shape = found.rows === truth.rows && found.columns === truth.cols;
  return { ...line, measured: `${text}, corners within ${miss.toFixed(3)}`, pass: shape && miss <= 0.25 };
};

const twoPlates = async (classifier: WellClassifier): Promise<Line> => {
  const outcome = await attempt(await photograph('plates/two-plates-96.jpg'), classifier);
  return { what: 'plates/two-plates-96.jpg', goal: 'never read as one', measured: isReading(outcome) ? 'READ AS ONE' : `refused: ${outcome}`, pass: !isReading(outcome) };
};

