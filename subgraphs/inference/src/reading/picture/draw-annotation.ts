import { fitHomography } from '../locate/homography-rules.ts';
import { COLUMNS, ROWS, ROW_NAMES } from '../plate-types.ts';
import type { Homography, Reading, WellCall, WellClass } from '../plate-types.ts';
import { gridMarks, plateInView, type PlateInView } from './grid-marks.ts';
import { bar, INK, lineTo, MARKS, PAPER, ring, svgOf, text, textOnPhoto, WARNING } from './marks.ts';
import { textWidth } from './stroke-font.ts';
import { turnPhoto } from './turn-photo.ts';
import { viewOf, type View } from './view-rules.ts';

/** What to write at a row's end; `endPoint` is a column 0..12, or null where it can't be told. */
export interface RowLabel {
  row: string;
  endPoint: number | null;
  text: string;
  /** Of the row, such as GAP. */
  flags: readonly string[];
}

/** What a reading alone does not tell. */
export interface AnnotationTexts {
  /** Which plate it is; what the pen can't write is drawn as a box. */
  title?: string;
  /** What read it, and that it was not validated where it was not. */
  model?: string;
  rows?: readonly RowLabel[];
}

export interface Annotation {
  data: Buffer;
  width: number;
  height: number;
  mimeType: 'image/jpeg';
}

/** Sizes of one picture, in pixels. */
interface Sheet { view: View; plate: PlateInView; letter: number; top: number; right: number; below: number }

/**
 * The photo with its reading on it: grid, classes by colour and stroke, confidence in percent, end points at the rows' ends,
 * flags and a legend. The plate stands upright, A1 at the upper left, however it lay; one that fills the photo upright keeps
 * its pixels' places below the title. Text is drawn as strokes, so no font is needed.
 */
export const drawAnnotation = async (photo: Buffer, reading: Reading, texts: AnnotationTexts = {}): Promise<Annotation> => {
  const sheet = sheetOf(reading, texts.rows ?? []);
  const { view, plate, top, right, below } = sheet;
  const [width, height] = [view.width + right, top + view.height + below];
  const onPhoto = [gridMarks(plate), ...reading.wells.map((well) => wellMark(well, sheet)), ...(texts.rows ?? []).map((row) => rowEnd(row, sheet))];
  const body = [`<g transform="translate(0 ${top})">${onPhoto.join('')}</g>`, heading(reading, texts, sheet, width), legend(reading, texts, sheet)];
  const picture = (await turnPhoto(photo, view)).extend({ top, right, bottom: below, background: PAPER });
  const data = await picture.composite([{ input: svgOf(width, height, body), top: 0, left: 0 }]).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  return { data, width, height, mimeType: 'image/jpeg' };
};

const sheetOf = (reading: Reading, rows: readonly RowLabel[]): Sheet => {
  const inPhoto = { width: reading.width, height: reading.height, columns: COLUMNS, rows: ROWS, homography: plateOf(reading) };
  const view = viewOf(inPhoto);
  const plate = plateInView(inPhoto, view);
  const letter = Math.min(0.24 * plate.pitch, view.width / 50);
  const widest = Math.max(0, ...rows.flatMap((row) => [textWidth(`${row.row} ${row.text}`, letter), ...row.flags.map((flag) => textWidth(flag, 0.45 * letter))]));
  return { view, plate, letter, top: Math.ceil(2.6 * letter), right: rows.length ? Math.ceil(widest + 1.8 * letter) : 0, below: Math.ceil(reading.flags.length ? 4.4 * letter : 2.6 * letter) };
};

const plateOf = ({ grid: { corners } }: Reading): Homography => {
  const [c, r] = [COLUMNS - 1, ROWS - 1];
  const places = [{ x: 0, y: 0 }, { x: c, y: 0 }, { x: 0, y: r }, { x: c, y: r }];
  const h = fitHomography(places, [corners.A1, corners.A12, corners.H1, corners.H12]);
  if (!h) throw new RangeError('The reading\'s corner wells lie on one line.');
  return h;
};

const wellMark = ({ centre, radius, class: cls, confidence }: WellCall, { view, plate: { pitch } }: Sheet): string => {
  const at = view.place(centre);
  const percent = String(Math.min(99, Math.floor(100 * confidence)));
  return ring(cls, at, radius * view.scale * 0.93, pitch) + textOnPhoto(percent, at.x + 0.3 * pitch, at.y + 0.36 * pitch, 0.1 * pitch, MARKS[cls].colour);
};

/** A bar behind the row's last Flowing well, and the row's text in the strip beside the photo. */
const rowEnd = ({ row, endPoint, text: words, flags }: RowLabel, { view, plate: { at, pitch }, letter }: Sheet): string => {
  const i = ROW_NAMES.indexOf(row);
  const [x, y] = [view.width + 0.9 * letter, at(COLUMNS - 1, i).y];
  const label = text(`${row} ${words}`, x, y - letter / 2, letter)
    + flags.map((flag, k) => text(flag, x, y + (0.82 + 0.65 * k) * letter, 0.45 * letter, WARNING)).join('');
  return endPoint === null ? label : label + bar(lineTo(at(endPoint - 0.5, i - 0.4), at(endPoint - 0.5, i + 0.4)), 0.07 * pitch);
};

const heading = (reading: Reading, { title = '', model = '' }: AnnotationTexts, { letter }: Sheet, width: number): string => {
  const small = 0.6 * letter;
  const right = `${model ? `${model}   ` : ''}CONFIDENCE ${reading.confidence.toFixed(2)}`;
  const room = width - textWidth(right, small) - 3 * letter;
  const fits = Math.max(1, Math.floor(([...title].length * room) / Math.max(1, textWidth(title, letter))));
  return text([...title].slice(0, fits).join(''), letter, 0.8 * letter, letter) + text(right, width - textWidth(right, small) - letter, letter, small);
};

const legend = (reading: Reading, { rows = [] }: AnnotationTexts, { view, letter, top }: Sheet): string => {
  const size = Math.min(0.75 * letter, view.width / 60);
  const y = top + view.height + 1.3 * letter;
  let x = letter;
  const entries = (Object.keys(MARKS) as WellClass[]).map((cls) => {
    const words = `${MARKS[cls].name} ${reading.wells.filter((well) => well.class === cls).length}`;
    const part = ring(cls, { x: x + size / 2, y }, size * 0.6, size * 4) + text(words, x + 1.7 * size, y - size / 2, size);
    x += 3.4 * size + textWidth(words, size);
    return part;
  });
  const endPoint = rows.length ? bar(lineTo({ x: x + size / 2, y: y - 0.7 * size }, { x: x + size / 2, y: y + 0.7 * size }), 0.3 * size, INK) + text('END POINT, TITRE', x + 1.7 * size, y - size / 2, size) : '';
  const flags = reading.flags.map(({ code, value, bound }) => `${code}${value === null ? '' : ` ${rounded(value)}${bound === null ? '' : ` (BOUND ${rounded(bound)})`}`}`).join('   ');
  return [...entries, endPoint, flags && text(flags, letter, y + 1.4 * letter, size, WARNING)].join('');
};

const rounded = (value: number): string => String(Number(value.toPrecision(3)));
