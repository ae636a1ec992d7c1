import type { RowOfPlate, RowsOfRun } from '@microplate/schema/report';
import type { AnnotationTexts, RowLabel } from '../reading/picture/draw-annotation.ts';
import type { RunRow } from '../runs/run-types.ts';

type Row = RowsOfRun['rows'][number];

/** What stands on a run's picture beside the reading: which plate, what read it, and the rows' end points where results has told them. */
export const textsOf = (run: Pick<RunRow, 'sample_no' | 'submission_no' | 'plate_no' | 'model'>, told: RowsOfRun | null): AnnotationTexts => ({
  title: [run.sample_no, run.submission_no, run.plate_no].filter(Boolean).join(' '),
  model: `${run.model.name} ${run.model.version}${run.model.validated ? '' : ', not validated'}`,
  rows: told?.rows.map((row) => labelOf(row, told.layout.direction === 'LEFT_TO_RIGHT')) ?? [],
});

const labelOf = (row: Row, leftToRight: boolean): RowLabel =>
  ({ row: row.row, endPoint: barOf(row, leftToRight), text: `${serumText(row)}${titreText(row)}`, flags: row.flags });

/** The picture's pen writes Latin alone; a name it can't write is left to the row's letter. */
const serumText = ({ serum }: Row): string => (serum && /^[\x20-\x7e]+$/.test(serum) ? `${serum}: ` : '');

const titreText = ({ titre }: RowOfPlate): string => titre?.text ?? '?';

/** The column of the plate right of which the end point's bar stands: beyond the last well that counts, as the dilutions run. */
const barOf = ({ endPoint, wells }: Row, leftToRight: boolean): number | null => {
  if (endPoint === null) return null;
  const column = Number(wells[Math.max(endPoint, 1) - 1].slice(1));
  return leftToRight === endPoint > 0 ? column : column - 1;
};
