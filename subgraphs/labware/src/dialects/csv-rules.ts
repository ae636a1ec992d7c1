import { stringify } from 'csv-stringify/sync';

/** Text is neutralised for spreadsheets; a number, or text that is one, is written as it is. */
export type Cell = { text: string } | { number: string };

/** A cell of words: label, name, class. */
export const text = (value: string): Cell => ({ text: value });

/** A cell that a LIMS reads as a number, or a titre with its sign; empty where there is none. */
export const number = (value: string | number | null): Cell => ({ number: value === null ? '' : String(value) });

/** RFC 4180 with LF after every line, no byte order mark, quotes only where needed. */
export const toCsv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  stringify([header, ...rows.map((row) => row.map(written))], { record_delimiter: '\n', quote_record_delimiter: true, eof: true, bom: false });

/** `round(x * 10^d) / 10^d`, as the original rounds: halves up, no trailing zeros once written. */
export const roundTo = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** Rounded the same way, always with that many decimals. */
export const fixed = (value: number, decimals: number): string => roundTo(value, decimals).toFixed(decimals);

const written = (cell: Cell): string => ('number' in cell ? cell.number : neutralised(cell.text));

/** A spreadsheet runs a cell that begins so as a formula; a leading apostrophe makes it text. */
const neutralised = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
