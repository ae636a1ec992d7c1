import { badUserInput } from '../errors/index.ts';

export interface PageArguments { first?: number | null; after?: string | null }

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const MAX_FIRST = 100;

/** @throws CodedError BAD_USER_INPUT unless 0 <= first <= 100. */
export const pageSize = (first: number | null | undefined, fallback = 20): number => {
  const size = first ?? fallback;
  if (size < 0 || size > MAX_FIRST) throw badUserInput('first', `"first" should be from 0 to ${MAX_FIRST}.`);
  return size;
};

/** An opaque cursor over the values a list is ordered by; `kind` keeps cursors of different lists apart. */
export const encodeCursor = (kind: string, values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([kind, ...values])).toString('base64url');

/** @throws CodedError BAD_USER_INPUT for a cursor of another list, or no cursor at all. */
export const decodeCursor = (kind: string, cursor: string): (string | number)[] => {
  try {
    const [given, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (given === kind && values.every((value: unknown) => typeof value === 'string' || Number.isFinite(value))) return values;
  } catch { /* answered below */ }
  throw badUserInput('after', '"after" is not a cursor of this list. Use the `cursor` or `endCursor` of an earlier answer.');
};

/**
 * A Relay connection out of rows that were fetched with one more than `first`, which tells whether there is a next page.
 * `hasPreviousPage` is true when `after` was given (as Relay allows where looking back costs a query).
 */
export const connectionOf = <Row, Node>(rows: readonly Row[], page: { first: number; after?: string | null }, cursorOf: (row: Row) => string, nodeOf: (row: Row) => Node): Connection<Node> => {
  const shown = rows.slice(0, page.first);
  const edges = shown.map((row) => ({ cursor: cursorOf(row), node: nodeOf(row) }));
  return { edges, pageInfo: {
    hasNextPage: rows.length > page.first, hasPreviousPage: Boolean(page.after),
    startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null,
  } };
};
