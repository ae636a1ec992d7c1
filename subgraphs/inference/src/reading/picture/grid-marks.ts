import { pitchAt, project } from '../locate/homography-rules.ts';
import { rowName } from '../locate/naming-rules.ts';
import type { Point } from '../plate-types.ts';
import { centredOnPhoto, lineTo, PAPER } from './marks.ts';
import type { PlateInPhoto, View } from './view-rules.ts';

/** A plate as a view shows it: where lattice places lie, and how far its wells are apart, in pixels of the view. */
export interface PlateInView { columns: number; rows: number; at: (column: number, row: number) => Point; pitch: number }

export const plateInView = ({ homography: h, columns, rows }: PlateInPhoto, view: View): PlateInView => ({
  columns, rows, at: (column, row) => view.place(project(h, column, row)), pitch: view.scale * pitchAt(h, (columns - 1) / 2, (rows - 1) / 2),
});

/** Lines between the wells, numbers above the columns, letters before the rows. */
export const gridMarks = ({ columns, rows, at, pitch }: PlateInView): string => {
  const lines = [
    ...Array.from({ length: columns + 1 }, (_, i) => lineTo(at(i - 0.5, -0.5), at(i - 0.5, rows - 0.5))),
    ...Array.from({ length: rows + 1 }, (_, i) => lineTo(at(-0.5, i - 0.5), at(columns - 0.5, i - 0.5))),
  ];
  const size = Math.max(9, 0.16 * pitch);
  const names = [
    ...Array.from({ length: columns }, (_, i) => centredOnPhoto(String(i + 1), at(i, -0.72), size)),
    ...Array.from({ length: rows }, (_, i) => centredOnPhoto(rowName(i), at(-0.72, i), size)),
  ];
  return `<path d="${lines.join('')}" stroke="${PAPER}" stroke-opacity=".6" stroke-width="${Math.max(1, 0.012 * pitch).toFixed(1)}"/>${names.join('')}`;
};
