import { CodedError, badUserInput } from '@microplate/platform/errors';
import { decodeCursor, encodeCursor } from '@microplate/platform/paging';
import type { ResultChanged } from '@microplate/schema/events';

const KIND = 'results';

/** A lab's one ordered stream of result events. */
export const labStream = (labId: string): string => `lab:${labId}`;

export const sampleSubject = (sampleNo: string): string => `sample:${sampleNo}`;
export const plateSubject = (plateId: string): string => `plate:${plateId}`;
export const subjectsOf = ({ sampleNo, plateId }: ResultChanged): string[] => [sampleSubject(sampleNo), plateSubject(plateId)];

/** Opaque place in a lab's stream: `seq` is the last event that was seen. */
export const resultCursor = (labId: string, seq: number): string => encodeCursor(KIND, [labId, seq]);

/**
 * The sequence in a cursor of this lab.
 * @throws CodedError BAD_USER_INPUT for another list's or another lab's cursor, or one ahead of the stream's `head`.
 */
export const seqOfCursor = (labId: string, cursor: string, head: number): number => {
  const [lab, seq] = decodeCursor(KIND, cursor);
  const known = lab === labId && Number.isInteger(seq) && Number(seq) >= 0 && Number(seq) <= head;
  if (!known) throw badUserInput('after', '"after" is not a cursor of your lab\'s results. Use `Sample.cursor` or the `cursor` of an earlier event.');
  return Number(seq);
};

/** The gap marker: what came after the caller's place is no longer kept, from `oldestCursor` on everything is. */
export const cursorExpired = (labId: string, floor: number): CodedError => new CodedError('CURSOR_EXPIRED',
  'Events after this cursor are no longer kept. Read the present state anew, then listen from its cursor, or from `oldestCursor` for all that is left.',
  { oldestCursor: resultCursor(labId, floor) });
