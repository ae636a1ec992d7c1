import type { QualityFlagOfRun } from '@microplate/schema/events';
import type { EndPointPolicyName, Layout, RowFlagName, RowOfPlate } from '@microplate/schema/report';
import { controlsFailed } from './control-rules.ts';
import { couldBeFar, hangsOnADoubt, type Series } from './doubt-rules.ts';
import { endPointOf, seriesFlags } from './end-point-rules.ts';
import { ROWS, serumWells } from './layout-rules.ts';
import { log2Of, titreOf } from './titre-rules.ts';
import { isDoubtfulAt, letterAt, placeOf } from './well-rules.ts';

/** What a plate's run tells of its wells: their 96 letters, how much each speaks for Flowing (null where it didn't tell), the photo's flags. */
export interface WellsOfPlate { letters: string; flowing: readonly number[] | null; flags: readonly QualityFlagOfRun[] }

/**
 * The sera of a plate, A to H; rows that are controls throughout are left out. Each row carries what makes its own number doubtful:
 * of the photo's flags, an uncertain orientation, since the row may be another one.
 */
export const rowsOf = (plate: WellsOfPlate, layout: Layout, policy: EndPointPolicyName): RowOfPlate[] => {
  const plateFlags: RowFlagName[] = [
    ...(controlsFailed(plate.letters, layout) ? ['CONTROL_FAILED' as const] : []),
    ...(plate.flags.some(({ code }) => code === 'ORIENTATION_UNCERTAIN') ? ['ORIENTATION_UNCERTAIN' as const] : []),
  ];
  return ROWS.map((row) => ({ row, wells: serumWells(layout, row) })).filter(({ wells }) => wells.length > 0).map(({ row, wells }) => {
    const series = seriesOf(plate, wells);
    const { endPoint, doubtful } = endOf(series, policy, layout.prozoneColumns);
    const titre = endPoint === null ? null : titreOf(endPoint, wells.length, layout);
    return { row, endPoint, titre, log2: titre && log2Of(titre), flags: [...seriesFlags(series.letters), ...(doubtful ? ['DOUBTFUL' as const] : []), ...plateFlags] };
  });
};

const seriesOf = ({ letters, flowing }: WellsOfPlate, wells: readonly string[]): Series => ({
  letters: wells.map((well) => letterAt(letters, well)).join(''),
  doubts: wells.map((well) => isDoubtfulAt(letters, well)),
  flowing: flowing && wells.map((well) => flowing[placeOf(well)]),
});

/** The number that the wells' classes give, or null where the row could well end far from it; doubtful then, or where it hangs on one well. */
const endOf = (series: Series, policy: EndPointPolicyName, prozoneColumns: number): { endPoint: number | null; doubtful: boolean } => {
  const endPoint = endPointOf(series.letters, policy, prozoneColumns);
  if (endPoint !== null && couldBeFar(series, endPoint, policy, prozoneColumns)) return { endPoint: null, doubtful: true };
  return { endPoint, doubtful: hangsOnADoubt(series, policy, prozoneColumns) };
};
