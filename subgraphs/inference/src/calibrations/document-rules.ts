import { CodedError } from '@microplate/platform/errors';
import { z } from '@microplate/platform/config';
import type { Calibration } from '../reading/plate-types.ts';

const LONGEST = 100_000;
const NEWEST_FORMAT = 3;
/** Pixels by which the outermost lines may differ from the bounds written beside them. */
const BOUND_TOLERANCE = 1;

const number = z.number('should be a number');
const Document = z.object({
  image_width: z.number('should be a number of pixels'),
  image_height: z.number('should be a number of pixels'),
  columns: z.array(number, 'should be a list of numbers'),
  rows: z.array(number, 'should be a list of numbers'),
  bounds: z.object({ left: number, right: number, top: number, bottom: number }, 'should be an object').optional(),
  format_version: z.number('should be a number').max(NEWEST_FORMAT, `should be at most ${NEWEST_FORMAT}: a newer form is not known here`).optional(),
});

/** The lines of the lab's own calibration file, an object or its text. @throws CodedError CALIBRATION_INVALID naming what is wrong in it. */
export const linesOfDocument = (document: unknown): Calibration => {
  const parsed = Document.safeParse(typeof document === 'string' ? parseText(document) : document);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw invalid(path.length ? `"${path.join('.')}" ${message}.` : 'it should be a JSON object.');
  }
  const { image_width, image_height, columns, rows, bounds } = parsed.data;
  if (bounds) {
    checkBound('column line 1', columns[0], 'left', bounds.left);
    checkBound(`column line ${columns.length}`, columns.at(-1), 'right', bounds.right);
    checkBound('row line 1', rows[0], 'top', bounds.top);
    checkBound(`row line ${rows.length}`, rows.at(-1), 'bottom', bounds.bottom);
  }
  return { imageWidth: image_width, imageHeight: image_height, columns, rows };
};

const parseText = (text: string): unknown => {
  if (text.length > LONGEST) throw invalid(`it is longer than ${LONGEST} characters.`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('its text is not JSON.');
  }
};

const checkBound = (line: string, at: number | undefined, side: string, bound: number): void => {
  if (at === undefined || Math.abs(at - bound) <= BOUND_TOLERANCE) return;
  throw invalid(`${line} is at ${at}, but its bounds.${side} is ${bound}.`);
};

const invalid = (what: string): CodedError => new CodedError('CALIBRATION_INVALID', `The calibration document can't be used: ${what}`, { field: 'document' });
