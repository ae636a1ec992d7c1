import type { Layout } from '@microplate/schema/report';
import { endPointOf } from './end-point-rules.ts';
import { dilutionOf, serumWells } from './layout-rules.ts';
import { letterAt } from './well-rules.ts';

type Control = Layout['controls'][number];

const NEGATIVE_MAX_LOG2 = 2;

/**
 * Whether a control of the plate is not as it must be: CELL_CONTROL all Flowing, ANTIGEN_CONTROL all Non-Flowing, a
 * POSITIVE serum within one dilution of its expected titre, a NEGATIVE one at log2 2 at most. A control serum is the
 * wells of its role in one row, first dilution first; one that can't be told has failed.
 */
export const controlsFailed = (letters: string, layout: Layout): boolean =>
  layout.controls.some(({ well, role }) => role === 'CELL_CONTROL' ? letterAt(letters, well) !== 'F'
    : role === 'ANTIGEN_CONTROL' && letterAt(letters, well) !== 'N')
  || controlSera(layout).some((serum) => serumFailed(letters, layout, serum));

const controlSera = (layout: Layout): Control[][] => {
  const sera = layout.controls.filter(({ role }) => role === 'POSITIVE' || role === 'NEGATIVE');
  return [...Map.groupBy(sera, ({ well, role }) => `${role}${well[0]}`).values()].map((serum) => inDilutionOrder(layout, serum));
};

const inDilutionOrder = (layout: Layout, serum: Control[]): Control[] => {
  const order = serumWells({ ...layout, controls: [] }, serum[0].well[0]);
  return serum.toSorted((a, b) => order.indexOf(a.well) - order.indexOf(b.well));
};

const serumFailed = (letters: string, layout: Layout, serum: Control[]): boolean => {
  const end = endPointOf(serum.map(({ well }) => letterAt(letters, well)).join(''), 'FIRST_BREAK', layout.prozoneColumns);
  if (end === null) return true;
  if (serum[0].role === 'NEGATIVE') return end > 0 && Math.log2(dilutionOf(layout, end)) > NEGATIVE_MAX_LOG2;
  const expected = serum[0].expectedTitre;
  if (expected === undefined) return true;
  const expectedEnd = 1 + Math.log(expected / layout.start) / Math.log(layout.factor);
  return Math.abs(end - expectedEnd) > 1 + 1e-9;
};
