import type { EndPointPolicyName, RowOfPlate, StatisticOfRows, StatisticsOfRows } from '@microplate/schema/report';
import { SUBSTITUTION } from '../end-points/titre-rules.ts';

/** Formula of each; the dialect adds the substitution and the policy. */
const FORMULAS = {
  gmt: 'GMT = exp(sum(ln titre) / n)',
  meanLog2: 'mean = sum(log2 titre) / n',
  sd: 'SD = sqrt(sum((log2 titre - mean)^2) / (n-1))',
  cv: 'CV % = 100 x SD / mean of log2 titre, SD with n-1',
} as const;

const NO_RUN = 'there is no accepted run';
const NO_ROW = 'no row has an end point that can be told';
const ONE_ROW = 'it needs at least two rows with an end point';
const NO_MEAN = 'the mean log2 titre is not above 0';

/** Over the rows whose end point can be told. Never NaN, 0 or infinite instead of undefined. */
export const statisticsOf = (rows: readonly Pick<RowOfPlate, 'log2'>[], policy: EndPointPolicyName): StatisticsOfRows => {
  const logs = rows.flatMap(({ log2 }) => log2 ?? []);
  const empty = rows.length === 0 ? NO_RUN : logs.length === 0 ? NO_ROW : null;
  const few = empty ?? (logs.length === 1 ? ONE_ROW : null);
  const mean = empty ? 0 : meanOf(logs);
  const sd = few ? 0 : Math.sqrt(meanOf(logs.map((log) => (log - mean) ** 2)) * logs.length / (logs.length - 1));
  const make = (name: keyof typeof FORMULAS, value: number, undefinedBecause: string | null): StatisticOfRows =>
    ({ value: undefinedBecause === null ? value : null, undefinedBecause, dialect: `${FORMULAS[name]}; ${SUBSTITUTION}; ${policy}` });
  return {
    gmt: make('gmt', 2 ** mean, empty),
    meanLog2: make('meanLog2', mean, empty),
    sd: make('sd', sd, few),
    cv: make('cv', 100 * sd / mean, few ?? (mean > 0 ? null : NO_MEAN)),
  };
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
