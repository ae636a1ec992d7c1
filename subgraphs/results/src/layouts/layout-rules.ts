import { CodedError, badUserInput } from '@microplate/platform/errors';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import type { Layout, WellRoleName } from '@microplate/schema/report';
import { DEFAULT_LAYOUT, ROWS, serumWells } from '../end-points/layout-rules.ts';

/** A version's label: `poultry-2`. The last dash divides it, so no two of a lab are alike. */
export const layoutId = (name: string, number: number): string => `${name}-${number}`;

export const partsOfId = (id: string): { name: string; number: number } => {
  const dash = id.lastIndexOf('-');
  return { name: id.slice(0, dash), number: Number(id.slice(dash + 1)) };
};

export const DEFAULT_NAME = partsOfId(DEFAULT_LAYOUT.version).name;

/** What a version defines, its label aside. */
export type LayoutDefinition = Omit<Layout, 'version'>;

interface Given {
  name: string; start?: number | null; factor?: number | null; direction?: Layout['direction'] | null; hau?: number | null; prozoneColumns?: number | null;
  controls?: readonly GivenControl[] | null; sera?: readonly { row: string; label: string }[] | null;
}

interface GivenControl { well: string; role: WellRoleName; expectedTitre?: number | null }

/** @throws CodedError BAD_USER_INPUT naming the field, CONFLICT for the default layout's name. */
export const parseLayout = (given: Given): { name: string; definition: LayoutDefinition } => {
  const definition = {
    start: within('start', given.start ?? 2, (value) => value >= 1 && value <= 1_000_000, 'from 1 to 1,000,000'),
    factor: within('factor', given.factor ?? 2, (value) => value > 1 && value <= 100, 'above 1, and 100 at most'),
    direction: given.direction ?? 'LEFT_TO_RIGHT',
    hau: given.hau == null ? null : within('hau', given.hau, (value) => value > 0 && value <= 100_000, 'above 0, and 100,000 at most'),
    prozoneColumns: within('prozoneColumns', given.prozoneColumns ?? 1, (value) => value >= 0 && value <= 11, 'from 0 to 11'),
    controls: controlsOf(given.controls ?? []),
    sera: seraOf(given.sera ?? []),
  };
  const layout: Layout = { version: '', ...definition };
  if (ROWS.every((row) => serumWells(layout, row).length === 0)) throw badUserInput('controls', 'All 96 wells are "controls": leave at least one for a serum.');
  return { name: parseName(given.name), definition };
};

/** @throws CodedError BAD_USER_INPUT, CONFLICT */
export const parseName = (text: string): string => {
  const name = labelOf('name', text);
  if (name === DEFAULT_NAME) throw new CodedError('CONFLICT', `"${DEFAULT_NAME}" is the layout every lab has; it is not changed. Save yours under another name.`, { field: 'name' });
  return name;
};

export const labelOf = (field: string, text: string): string => {
  const label = normaliseLabel(text);
  if (label === null) throw badUserInput(field, `"${field}" ${LABEL_RULE}.`);
  return label;
};

const within = (field: string, value: number, allows: (value: number) => boolean, range: string): number => {
  if (!Number.isFinite(value) || !allows(value)) throw badUserInput(field, `"${field}" should be ${range}.`);
  return value;
};

const WELL = /^[A-H]([1-9]|1[0-2])$/;

const controlsOf = (given: readonly GivenControl[]): Layout['controls'] => {
  const controls = given.map(controlOf);
  const twice = controls.find(({ well }, index) => controls.findIndex((one) => one.well === well) < index);
  if (twice) throw badUserInput('controls', `Well ${twice.well} stands twice in "controls".`);
  const odd = controls.find(({ role, well, expectedTitre }) =>
    role === 'POSITIVE' && controls.some((one) => one.role === 'POSITIVE' && one.well[0] === well[0] && one.expectedTitre !== expectedTitre));
  if (odd) throw badUserInput('expectedTitre', `The POSITIVE wells of row ${odd.well[0]} are one serum: give them the same "expectedTitre".`);
  return controls;
};

const controlOf = ({ well, role, expectedTitre }: GivenControl): Layout['controls'][number] => {
  if (!WELL.test(well)) throw badUserInput('well', `"${well.slice(0, 20)}" is no well: "well" should be A1 to H12.`);
  if (role !== 'POSITIVE') {
    if (expectedTitre != null) throw badUserInput('expectedTitre', `Well ${well} is ${role}: only a POSITIVE serum has an "expectedTitre".`);
    return { well, role };
  }
  if (expectedTitre == null || !(expectedTitre > 0 && Number.isFinite(expectedTitre))) throw badUserInput('expectedTitre', `Well ${well} is POSITIVE: give its "expectedTitre", above 0.`);
  return { well, role, expectedTitre };
};

const seraOf = (given: readonly { row: string; label: string }[]): NonNullable<Layout['sera']> => given.map(({ row, label }, index) => {
  if (!ROWS.includes(row as never)) throw badUserInput('row', `"${row.slice(0, 20)}" is no row: "row" should be A to H.`);
  if (given.findIndex((one) => one.row === row) < index) throw badUserInput('row', `Row ${row} stands twice in "sera".`);
  return { row, label: labelOf('label', label) };
});
