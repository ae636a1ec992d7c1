import { badUserInput } from '@microplate/platform/errors';

const wrongCursor = () => badUserInput('after', '"after" is not a cursor of this list. Use the `cursor` or `endCursor` of an earlier answer.');

/** Place in the list of samples out of a decoded cursor. @throws CodedError BAD_USER_INPUT */
export const seenOfCursor = ([seen]: (string | number)[]): number => {
  if (!Number.isSafeInteger(seen)) throw wrongCursor();
  return Number(seen);
};

/** Where the page begins that comes after a plate. @throws CodedError BAD_USER_INPUT where the sample has no such plate. */
export const plateIndexAfter = (plates: readonly { id: string }[], [id]: (string | number)[]): number => {
  const index = plates.findIndex((plate) => plate.id === id);
  if (index === -1) throw wrongCursor();
  return index + 1;
};

/** What to look for within sample numbers; empty for all. @throws CodedError BAD_USER_INPUT for a NUL, which no number has. */
export const searchText = (search: string | null | undefined): string => {
  const text = (search ?? '').normalize('NFC').trim();
  if (text.includes('\0')) throw badUserInput('search', '"search" should be text without NUL.');
  return text;
};
