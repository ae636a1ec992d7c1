import type { Layout, TitreOfRow } from '@microplate/schema/report';
import { dilutionOf } from './layout-rules.ts';

/** The titre of an end point on a series of `columns` dilutions; censored at both ends. */
export const titreOf = (endPoint: number, columns: number, layout: Pick<Layout, 'start' | 'factor'>): TitreOfRow => {
  if (endPoint === 0) return { value: layout.start, censoring: 'BELOW', text: `<${layout.start}` };
  const value = dilutionOf(layout, endPoint);
  return endPoint === columns ? { value, censoring: 'AT_LEAST', text: `>=${value}` } : { value, censoring: 'NONE', text: `${value}` };
};

/** What stands for a titre in statistics; named in their dialect. */
export const SUBSTITUTION = '<start -> start/2, >=last -> last';

/** log2 of a titre, a censored one by its substitute. Default layout: the end point itself, 0 included. */
export const log2Of = ({ value, censoring }: TitreOfRow): number => Math.log2(censoring === 'BELOW' ? value / 2 : value);
