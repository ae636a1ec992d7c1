/** One line of the table: what was asked for, what was measured. `pass` is null where it was skipped, `measured` then says why. */
export interface Line {
  what: string;
  goal: string;
  measured: string;
  pass: boolean | null;
}

const MARKS = { true: 'pass', false: 'MISSED', null: 'skipped' };

export const printTable = (lines: readonly Line[]): void => {
  const [what, goal] = [width(lines, 'what'), width(lines, 'goal')];
  for (const line of lines) {
    console.log(`${MARKS[`${line.pass}`].padEnd(8)} ${line.what.padEnd(what)}  ${line.goal.padEnd(goal)}  ${line.measured}`);
  }
};

const width = (lines: readonly Line[], key: 'what' | 'goal'): number => Math.max(...lines.map((line) => line[key].length));

export const percent = (part: number, of: number, digits = 1): string => (of ? `${((100 * part) / of).toFixed(digits)} %` : 'none');

/** The value below which that share of the values lies. */
export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];

/** How often each name comes: `3 BLURRED, 1 DARK`. */
export const tally = (names: readonly string[]): string => [...Map.groupBy(names, (name) => name)].map(([name, list]) => `${list.length} ${name}`).join(', ');
