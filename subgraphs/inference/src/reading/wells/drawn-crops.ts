import { CROP_SIZE } from '../models/classifier.ts';
import { PIXELS_A_PITCH } from './drop-shape-rules.ts';

/** A crop for tests: what it holds is known. Lengths are in pitches, the angle is the tail's way (0 right, 90 down). */
export interface DrawnCrop {
  drop?: { head: number; length: number; angle: number; x?: number; y?: number };
  film?: boolean;
  /** Share of the floor's height that a lamp blows out. */
  glare?: number;
  card?: readonly number[];
}

const CARD = [112, 196, 138];
const CELLS = [158, 34, 58];
const FLOOR = 0.33;

export const drawCrop = ({ drop, film, glare = 0, card = CARD }: DrawnCrop): Uint8Array => {
  const out = new Uint8Array(CROP_SIZE * CROP_SIZE * 3);
  for (let i = 0; i < CROP_SIZE * CROP_SIZE; i++) {
    const [x, y] = [(i % CROP_SIZE) - 23.5, Math.floor(i / CROP_SIZE) - 23.5].map((v) => v / PIXELS_A_PITCH);
    const radius = Math.hypot(x, y);
    let colour: readonly number[] = radius > 0.47 ? card : radius > FLOOR ? [225, 220, 232] : card.map((c) => c * 0.9);
    if (film && radius < FLOOR) colour = colour.map((c, k) => (c + CELLS[k]) / 2);
    if (drop && inDrop(x - (drop.x ?? 0), y - (drop.y ?? 0), drop)) colour = CELLS;
    if (radius < FLOOR && y < -0.24 + 0.48 * glare) colour = [255, 255, 255];
    out.set(colour.map(Math.round), 3 * i);
  }
  return out;
};

/** A head, a circle, whose tail narrows to its end; the place given is the middle of its length. */
const inDrop = (x: number, y: number, { head, length, angle }: { head: number; length: number; angle: number }): boolean => {
  const a = (angle * Math.PI) / 180;
  const [along, across] = [x * Math.cos(a) + y * Math.sin(a) + length / 2 - head, y * Math.cos(a) - x * Math.sin(a)];
  if (along <= 0) return Math.hypot(along, across) < head;
  return along < length - head && Math.abs(across) < head * (1 - along / (length - head));
};

export const layEndToEnd = (crops: readonly Uint8Array[]): Uint8Array => Uint8Array.from(crops.flatMap((c) => [...c]));
