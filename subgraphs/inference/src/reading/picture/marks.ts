import type { Point, WellClass } from '../plate-types.ts';
import { textPath, textWidth } from './stroke-font.ts';

/** Class colours as the lab's charts have them, and a stroke for each, so that they differ without colour too. */
export const MARKS: Readonly<Record<WellClass, { name: string; colour: string; stroke: number; dashed?: boolean; crossed?: boolean }>> = {
  FLOWING: { name: 'FLOWING', colour: '#1f6bff', stroke: 0.05 },
  NON_FLOWING: { name: 'NON-FLOWING', colour: '#12b347', stroke: 0.025 },
  EMPTY: { name: 'EMPTY', colour: '#7c8591', stroke: 0.025, dashed: true },
  UNREADABLE: { name: 'UNREADABLE', colour: '#ff2b2b', stroke: 0.04, crossed: true },
};
export const INK = '#11151c';
export const PAPER = '#ffffff';
export const WARNING = '#c2410c';

const n = (value: number): string => value.toFixed(1);

export const lineTo = (a: Point, b: Point): string => `M${n(a.x)} ${n(a.y)}L${n(b.x)} ${n(b.y)}`;

/** Text on paper; (x, y) is its upper left corner. */
export const text = (words: string, x: number, y: number, size: number, colour: string = INK): string =>
  `<path d="${textPath(words, x, y, size)}" stroke="${colour}" stroke-width="${n(size * 0.14)}"/>`;

/** Text with a light edge, readable on any photo. */
export const textOnPhoto = (words: string, x: number, y: number, size: number, colour: string = INK): string =>
  `<path d="${textPath(words, x, y, size)}" stroke="${PAPER}" stroke-opacity=".85" stroke-width="${n(size * 0.36)}"/>${text(words, x, y, size, colour)}`;

/** The same around a point. */
export const centredOnPhoto = (words: string, at: Point, size: number): string =>
  textOnPhoto(words, at.x - textWidth(words, size) / 2, at.y - size / 2, size);

/** A line with a light edge. */
export const bar = (d: string, width: number, colour: string = INK): string =>
  `<path d="${d}" stroke="${PAPER}" stroke-width="${n(width * 1.6)}"/><path d="${d}" stroke="${colour}" stroke-width="${n(width)}"/>`;

/** A class's ring around a well of that radius; `pitch` sets how bold it is. */
export const ring = (cls: WellClass, at: Point, radius: number, pitch: number): string => {
  const { colour, stroke, dashed, crossed } = MARKS[cls];
  const circle = `cx="${n(at.x)}" cy="${n(at.y)}" r="${n(radius)}"`;
  const dashes = dashed ? ` stroke-dasharray="${n(0.09 * pitch)}"` : '';
  const reach = radius * Math.SQRT1_2;
  const cross = crossed ? lineTo({ x: at.x - reach, y: at.y - reach }, { x: at.x + reach, y: at.y + reach }) : '';
  return `<circle ${circle} stroke="${PAPER}" stroke-width="${n((stroke + 0.02) * pitch)}"/><circle ${circle} stroke="${colour}" stroke-width="${n(stroke * pitch)}"${dashes}/>`
    + (cross && `<path d="${cross}" stroke="${colour}" stroke-width="${n(stroke * pitch * 0.6)}"/>`);
};

export const svgOf = (width: number, height: number, body: readonly string[]): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="none" stroke-linecap="round" stroke-linejoin="round">${body.join('')}</svg>`);
