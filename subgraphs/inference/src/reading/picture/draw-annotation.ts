import sharp from 'sharp';
import { fitHomography, pitchAt, project } from '../locate/homography-rules.ts';
import type { Homography } from '../locate/homography-rules.ts';
import { COLUMNS, ROWS, ROW_NAMES } from '../plate-types.ts';
import type { Point, Reading, WellCall, WellClass } from '../plate-types.ts';
import { textPath, textWidth } from './stroke-font.ts';

/** What to write at a row's end; `endPoint` is a column 0..12, or null where it can't be told. */
export interface RowLabel {
  row: string;
  endPoint: number | null;
  text: string;
}

export interface Annotation {
  data: Buffer;
  width: number;
  height: number;
  mimeType: 'image/jpeg';
}

const COLOURS: Record<WellClass, string> = { FLOWING: '#1f6bff', NON_FLOWING: '#12b347', EMPTY: '#b9bec6', UNREADABLE: '#ff2b2b' };
const NAMES: Record<WellClass, string> = { FLOWING: 'FLOWING', NON_FLOWING: 'NON-FLOWING', EMPTY: 'EMPTY', UNREADABLE: 'UNREADABLE' };
const INK = '#11151c';
const PAPER = '#ffffff';

/**
 * The photo with its reading on it: grid, classes by colour, confidence in percent, end points at the rows' ends and a legend.
 * The photo keeps its size and its pixels' places; a strip is added on the right for `rows`, one below for the legend.
 * Text is drawn as strokes, so no font is needed.
 */
export const drawAnnotation = async (photo: Buffer, reading: Reading, rows: readonly RowLabel[] = []): Promise<Annotation> => {
  const h = plateOf(reading);
  const pitch = pitchAt(h, (COLUMNS - 1) / 2, (ROWS - 1) / 2);
  const letter = 0.24 * pitch;
  const right = rows.length ? Math.ceil(Math.max(...rows.map((r) => textWidth(`${r.row} ${r.text}`, letter))) + 1.6 * letter) : 0;
  const below = Math.ceil(2.6 * letter);
  const [width, height] = [reading.width + right, reading.height + below];
  const body = [gridLines(h, pitch), ...reading.wells.map((w) => ring(w, pitch)), ...rows.map((r) => rowEnd(h, pitch, reading.width, letter, r)), legend(reading, letter)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="none" stroke-linecap="round" stroke-linejoin="round">${body.join('')}</svg>`;
  const picture = sharp(photo, { limitInputPixels: 100_000_000 }).autoOrient().flatten({ background: '#808080' }).toColourspace('srgb').extend({ right, bottom: below, background: PAPER });
  const data = await picture.composite([{ input: Buffer.from(svg), top: 0, left: 0 }]).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer();
  return { data, width, height, mimeType: 'image/jpeg' };
};

const plateOf = ({ grid: { corners } }: Reading): Homography => {
  const [c, r] = [COLUMNS - 1, ROWS - 1];
  const places = [{ x: 0, y: 0 }, { x: c, y: 0 }, { x: 0, y: r }, { x: c, y: r }];
  const h = fitHomography(places, [corners.A1, corners.A12, corners.H1, corners.H12]);
  if (!h) throw new RangeError('The reading\'s corner wells lie on one line.');
  return h;
};

/** Text with a light edge, readable on any photo. */
const written = (text: string, x: number, y: number, size: number, colour: string): string => {
  const d = textPath(text, x, y, size);
  return `<path d="${d}" stroke="${PAPER}" stroke-opacity=".85" stroke-width="${(size * 0.36).toFixed(1)}"/><path d="${d}" stroke="${colour}" stroke-width="${(size * 0.14).toFixed(1)}"/>`;
};

const line = (a: Point, b: Point): string => `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`;

const gridLines = (h: Homography, pitch: number): string => {
  const columns = Array.from({ length: COLUMNS + 1 }, (_, i) => line(project(h, i - 0.5, -0.5), project(h, i - 0.5, ROWS - 0.5)));
  const rows = Array.from({ length: ROWS + 1 }, (_, i) => line(project(h, -0.5, i - 0.5), project(h, COLUMNS - 0.5, i - 0.5)));
  const names = [
    ...Array.from({ length: COLUMNS }, (_, i) => centred(String(i + 1), project(h, i, -0.72), 0.16 * pitch)),
    ...[...ROW_NAMES].map((name, i) => centred(name, project(h, -0.72, i), 0.16 * pitch)),
  ];
  return `<path d="${[...columns, ...rows].join('')}" stroke="${PAPER}" stroke-opacity=".6" stroke-width="${Math.max(1, 0.012 * pitch).toFixed(1)}"/>${names.join('')}`;
};

const centred = (text: string, at: Point, size: number): string => written(text, at.x - textWidth(text, size) / 2, at.y - size / 2, size, INK);

const ring = (w: WellCall, pitch: number): string => {
  const circle = `cx="${w.centre.x.toFixed(1)}" cy="${w.centre.y.toFixed(1)}" r="${(w.radius * 0.93).toFixed(1)}"`;
  const size = 0.1 * pitch;
  const percent = String(Math.min(99, Math.floor(100 * w.confidence)));
  return `<circle ${circle} stroke="${PAPER}" stroke-width="${(0.06 * pitch).toFixed(1)}"/><circle ${circle} stroke="${COLOURS[w.class]}" stroke-width="${(0.04 * pitch).toFixed(1)}"/>`
    + written(percent, w.centre.x + 0.3 * pitch, w.centre.y + 0.36 * pitch, size, COLOURS[w.class]);
};

/** A bar behind the row's last Flowing well, and the row's text in the strip beside the photo. */
const rowEnd = (h: Homography, pitch: number, photoWidth: number, letter: number, { row, endPoint, text }: RowLabel): string => {
  const i = ROW_NAMES.indexOf(row);
  const y = project(h, COLUMNS - 1, i).y;
  const label = `<path d="${textPath(`${row} ${text}`, photoWidth + 0.8 * letter, y - letter / 2, letter)}" stroke="${INK}" stroke-width="${(letter * 0.14).toFixed(1)}"/>`;
  if (endPoint === null) return label;
  const bar = line(project(h, endPoint - 0.5, i - 0.4), project(h, endPoint - 0.5, i + 0.4));
  return `${label}<path d="${bar}" stroke="${PAPER}" stroke-width="${(0.11 * pitch).toFixed(1)}"/><path d="${bar}" stroke="${INK}" stroke-width="${(0.07 * pitch).toFixed(1)}"/>`;
};

const legend = (reading: Reading, letter: number): string => {
  const size = Math.min(0.8 * letter, reading.width / 55);
  const y = reading.height + 1.3 * letter;
  let x = letter;
  return (Object.keys(NAMES) as WellClass[]).map((cls) => {
    const text = `${NAMES[cls]} ${reading.wells.filter((w) => w.class === cls).length}`;
    const part = `<circle cx="${(x + size / 2).toFixed(1)}" cy="${y.toFixed(1)}" r="${(size * 0.5).toFixed(1)}" stroke="${COLOURS[cls]}" stroke-width="${(size * 0.25).toFixed(1)}"/>`
      + `<path d="${textPath(text, x + 1.5 * size, y - size / 2, size)}" stroke="${INK}" stroke-width="${(size * 0.14).toFixed(1)}"/>`;
    x += 3 * size + textWidth(text, size);
    return part;
  }).join('');
};
