import type { QualityFlagOfRun } from '@microplate/schema/events';
import type { EndPointPolicyName, Layout, RowFlagName, RowOfPlate } from '@microplate/schema/report';
import { controlsFailed } from './control-rules.ts';
import { endPointOf, seriesFlags } from './end-point-rules.ts';
import { ROWS, serumWells } from './layout-rules.ts';
import { log2Of, titreOf } from './titre-rules.ts';
import { isDoubtfulAt, letterAt } from './well-rules.ts';

/**
 * The sera of a plate, A to H, out of its 96 letters; rows that are controls throughout are left out. Each row carries what
 * makes its own number doubtful: of the photo's flags, an uncertain orientation, since the row may be another one.
 */
export const rowsOf = (letters: string, layout: Layout, policy: EndPointPolicyName, flags: readonly QualityFlagOfRun[] = []): RowOfPlate[] => {
  const plateFlags: RowFlagName[] = [
    ...(controlsFailed(letters, layout) ? ['CONTROL_FAILED' as const] : []),
    ...(flags.some(({ code }) => code === 'ORIENTATION_UNCERTAIN') ? ['ORIENTATION_UNCERTAIN' as const] : []),
  ];
  return ROWS.map((row) => ({ row, wells: serumWells(layout, row) })).filter(({ wells }) => wells.length > 0).map(({ row, wells }) => {
    const series = wells.map((well) => letterAt(letters, well)).join('');
    const endPoint = endPointOf(series, policy, layout.prozoneColumns);
    const titre = endPoint === null ? null : titreOf(endPoint, series.length, layout);
    const doubtful = isDoubtful(series, wells.map((well) => isDoubtfulAt(letters, well)), (other) => endPointOf(other, policy, layout.prozoneColumns) !== endPoint);
    return { row, endPoint, titre, log2: titre && log2Of(titre), flags: [...seriesFlags(series), ...(doubtful ? ['DOUBTFUL' as const] : []), ...plateFlags] };
  });
};

/** Whether one doubtful well, read the other way, changes the answer. */
const isDoubtful = (series: string, doubts: readonly boolean[], changes: (series: string) => boolean): boolean =>
  doubts.some((doubt, index) => doubt && changes(`${series.slice(0, index)}${series[index] === 'F' ? 'N' : 'F'}${series.slice(index + 1)}`));
