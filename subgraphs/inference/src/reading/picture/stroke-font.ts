/**
 * Letters drawn as strokes, for pictures made on machines that have no fonts. Each glyph is polylines of points
 * `xy` on a grid 4 wide and 6 high, y downwards. Letters are capitals; what is not in the table is drawn as a box.
 */
const GLYPHS: Record<string, string> = {
  0: '10-30-41-45-36-16-05-01-10', 1: '11-20-26 16-36', 2: '01-10-30-41-42-06-46', 3: '01-10-30-41-42-33-13 33-44-45-36-16-05',
  4: '36-30-04-44', 5: '40-00-02-32-43-45-36-06', 6: '40-20-02-05-16-36-45-44-33-03', 7: '00-40-16',
  8: '13-02-01-10-30-41-42-33-13-04-05-16-36-45-44-33', 9: '43-13-02-01-10-30-41-44-26-06',
  A: '06-02-20-42-46 04-44', B: '06-00-30-41-42-33-03 33-44-45-36-06', C: '41-30-10-01-05-16-36-45', D: '00-06-26-44-42-20-00',
  E: '40-00-06-46 03-33', F: '40-00-06 03-33', G: '41-30-10-01-05-16-36-45-43-23', H: '00-06 40-46 03-43', I: '10-30 20-26 16-36',
  J: '30-35-26-16-05', K: '00-06 40-03-46', L: '00-06-46', M: '06-00-23-40-46', N: '06-00-46-40', O: '10-30-41-45-36-16-05-01-10',
  P: '06-00-30-41-42-33-03', Q: '10-30-41-45-36-16-05-01-10 24-46', R: '06-00-30-41-42-33-03 23-46', S: '41-30-10-01-02-13-33-44-45-36-16-05',
  T: '00-40 20-26', U: '00-05-16-36-45-40', V: '00-26-40', W: '00-16-23-36-40', X: '00-46 40-06', Y: '00-23-40 23-26', Z: '00-40-06-46',
  '<': '41-03-45', '>': '01-43-05', '=': '02-42 04-44', '≥': '00-42-04 06-46', '≤': '40-02-44 06-46', '.': '26-26', ',': '25-17',
  ':': '21-21 25-25', '-': '03-43', '+': '03-43 21-25', '/': '06-40', '%': '06-40 00-00 46-46', '(': '30-11-15-36', ')': '10-31-35-16',
  '?': '01-10-30-41-42-23-24 26-26', '_': '06-46', '#': '16-10 36-30 02-42 04-44', '·': '23-23', ' ': '',
};
const BOX = '00-40-46-06-00';
const ADVANCE = 5.6;

/** Width of a text in pixels at a letter height. */
export const textWidth = (text: string, height: number): number => Math.max(0, [...text].length * ADVANCE - 1.6) * (height / 6);

/** An SVG path's `d` for a text whose first letter's top left corner is at (x, y). */
export const textPath = (text: string, x: number, y: number, height: number): string => {
  const k = height / 6;
  return [...text.toUpperCase()].map((c, i) => glyphPath(GLYPHS[c] ?? BOX, x + i * ADVANCE * k, y, k)).join('');
};

const glyphPath = (glyph: string, x: number, y: number, k: number): string =>
  glyph.split(' ').filter(Boolean).map((line) => 'M' + line.split('-').map((p) => place(p, x, y, k)).join('L')).join('');

const place = (point: string, x: number, y: number, k: number): string =>
  `${(x + Number(point[0]) * k).toFixed(1)} ${(y + Number(point[1]) * k).toFixed(1)}`;
