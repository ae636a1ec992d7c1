import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ReadingError } from '../reading-error.ts';

/** A model card as training wrote it: what the program and the API tell about a model. */
export interface ModelCard {
  name: string;
  version: string;
  /** Of the .onnx file, in hex. */
  sha256: string;
  /** The .onnx file's name in the model folder. */
  file: string;
  kind: 'WELL_CLASSIFIER' | 'PLATE_FINDER';
  classes: string[];
  /** False until an expert's readings say otherwise; every result tells. */
  validated: boolean;
  metrics: Record<string, Record<string, unknown>>;
  limits: string[];
}

/** The cards of all models in the folder, newest version first within each name. */
export const listModels = async (folder: string): Promise<ModelCard[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const cards = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ModelCard));
  return cards.sort((a, b) => a.name.localeCompare(b.name) || byVersion(b.version, a.version));
};

/** The card of that version, or of the newest, of a kind of model. Throws MODEL_NOT_FOUND. */
export const findModel = async (folder: string, kind: ModelCard['kind'], version?: string): Promise<ModelCard> => {
  const cards = (await listModels(folder)).filter((c) => c.kind === kind);
  const card = cards.find((c) => version === undefined || c.version === version);
  if (card) return card;
  const known = cards.map((c) => c.version).join(', ') || 'none';
  throw new ReadingError('MODEL_NOT_FOUND', `There is no ${kind.toLowerCase().replace('_', ' ')} of version ${version ?? 'any'}; known: ${known}.`);
};

/** The model's bytes, after checking them against the card. Throws MODEL_NOT_FOUND where the file is not the one described. */
export const readModel = async (folder: string, card: ModelCard): Promise<Uint8Array> => {
  const bytes = await readFile(join(folder, card.file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === card.sha256) return bytes;
  throw new ReadingError('MODEL_NOT_FOUND', `${card.file} is not the file its card describes (sha256 ${sha256.slice(0, 12)}..., not ${card.sha256.slice(0, 12)}...). Restore it or train again.`);
};

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
