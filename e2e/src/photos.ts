import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The photograph that ships with the project, with its truth beside it. */
export const demonstration = {
  file: path.join(root, 'subgraphs/inference/demo/demo-plate.jpg'),
  bytes: () => readFileSync(path.join(root, 'subgraphs/inference/demo/demo-plate.jpg')),
};

const real = path.join(root, '../shared/photos/hi/plate-62.jpg');

/** A real photograph, where there is a folder of them beside the project; null elsewhere. */
export const realPlate = existsSync(real) ? {
  file: real,
  truth: JSON.parse(readFileSync(real.replace('.jpg', '.json'), 'utf8')) as { lastFlowing: Record<string, number[]>; flowing: Record<string, number[]>; ambiguousWells: string[] },
} : null;

/** Another photograph for each number: the same plate, other bytes. */
export const variantOf = (bytes: Buffer, number: number): Promise<Buffer> =>
  sharp(bytes).withMetadata({ exif: { IFD0: { ImageDescription: `variant ${number}` } } }).jpeg({ quality: 92 }).toBuffer();

/** A photo with nothing on it that could be a plate. */
export const blankPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 1200, height: 900, channels: 3, background: { r: 150, g: 170, b: 150 } } }).jpeg().toBuffer();
