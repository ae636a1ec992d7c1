/** A row of a table: dotted column names and plain values. */
export type Row = Record<string, string | number | boolean | null>;

/**
 * The rows of an answer: its first list (edges count as their nodes), each entry flattened to dotted columns. A list in a
 * list is left to a query of its own: it becomes its JSON. An answer without a list is one row.
 */
export const rowsOf = (data: unknown): Row[] => {
  const list = firstList(data);
  return (list ?? [data]).map((entry) => flatten(nodeOf(entry)));
};

/** All columns that occur, in order of appearance. */
export const columnsOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const nodeOf = (entry: unknown): unknown => (isObject(entry) && 'node' in entry ? entry.node : entry);

/** Breadth first: the list nearest to the root. */
const firstList = (data: unknown): unknown[] | null => {
  for (let level: unknown[] = [data]; level.length > 0; level = level.flatMap((value) => (isObject(value) ? Object.values(value) : []))) {
    const list = level.find(Array.isArray);
    if (list) return list as unknown[];
  }
  return null;
};

const flatten = (value: unknown, prefix = ''): Row => {
  if (isObject(value)) return Object.assign({}, ...Object.entries(value).map(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key)));
  return { [prefix || 'value']: Array.isArray(value) ? JSON.stringify(value) : (value as string | null) };
};
