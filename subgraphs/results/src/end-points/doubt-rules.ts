import type { EndPointPolicyName } from '@microplate/schema/report';
import { endPointOf } from './end-point-rules.ts';

/** One serum's wells, first dilution first. */
export interface Series {
  /** A letter each (see WellLetter). */
  letters: string;
  /** Whether each well's class is a doubtful one. */
  doubts: readonly boolean[];
  /** How much each well's picture speaks for Flowing, 0..1; null where the run didn't tell. */
  flowing: readonly number[] | null;
}

/** Whether one doubtful well, read the other way, changes the answer. */
export const hangsOnADoubt = ({ letters, doubts }: Series, policy: EndPointPolicyName, prozoneColumns: number): boolean => {
  const endPoint = endPointOf(letters, policy, prozoneColumns);
  return doubts.some((doubt, i) => doubt && endPointOf(`${letters.slice(0, i)}${letters[i] === 'F' ? 'N' : 'F'}${letters.slice(i + 1)}`, policy, prozoneColumns) !== endPoint);
};

/** An end point that is likelier than this to lie more than a column away is left open. It and the numbers below were settled on drawn plates, so that next to all others lie within one. */
const FAR = 0.2;
/** The wells of a row share their light and focus, so each is but half a witness: of the odds that its picture gives, the root. */
const WITNESS = 0.5;
/** Share of neighbouring wells that differ. Rows that break twice are rare, but they are the ones that end far from where they seem to, so more is taken than there are. */
const CHANGE = 0.3;
/** No picture is so plain that its class is beyond all doubt. */
const LEAST = 0.02;
/** That one well far along a row of none flows, a prozone too long to be told, is no other number; more would open plain rows of negative sera. */
const PROZONE_COUNTS = 0.5;

/** Whether by what the wells look like the row could well end more than one column away from `endPoint`. */
export const couldBeFar = ({ letters, flowing }: Series, endPoint: number, policy: EndPointPolicyName, prozoneColumns: number): boolean => {
  if (!flowing) return false;
  const chances = policy === 'FIRST_BREAK' ? firstBreakChances(flowing.map(witness), prozoneColumns) : lastFlowingChances(letters, flowing.map(witness));
  const near = sumOf(chances.slice(Math.max(0, endPoint - 1), endPoint + 2));
  const number = sumOf(chances);
  return number - near + PROZONE_COUNTS * (1 - number) > FAR;
};

const witness = (flowing: number): number =>
  Math.min(1 - LEAST, Math.max(LEAST, share(flowing ** WITNESS, (1 - flowing) ** WITNESS)));

/** How likely each FIRST_BREAK end point is, 0 first, over all rows that the looks could mean; what they lack of 1 is a prozone that is too long. */
export const firstBreakChances = (looks: readonly number[], prozoneColumns: number): number[] => {
  const ends = Array.from({ length: looks.length + 1 }, () => 0);
  let [leading, running] = [1, 0];
  for (const [i, { afterFlowing, afterNot }] of stepsOf(looks).entries()) {
    const begins = leading * afterNot;
    ends[i] += running * (1 - afterFlowing);
    running = running * afterFlowing + (i > prozoneColumns ? 0 : begins);
    leading -= begins;
  }
  ends[looks.length] += running;
  ends[0] += leading;
  return ends;
};

/** How likely each LAST_FLOWING end point is. A well that was read as neither has no say under that policy. */
export const lastFlowingChances = (letters: string, looks: readonly number[]): number[] => {
  const read = looks.map((look, i) => ({ look, column: i + 1 })).filter((_, i) => /[FN]/.test(letters[i])).reverse();
  const ends = Array.from({ length: looks.length + 1 }, () => 0);
  let none = 1;
  for (const [i, { afterNot }] of stepsOf(read.map(({ look }) => look)).entries()) {
    ends[read[i].column] = none * afterNot;
    none -= none * afterNot;
  }
  ends[0] = none;
  return ends;
};

/**
 * How likely each well is Flowing, given all looks and what the one before it is; the first has none before it, and goes by `afterNot`.
 * A chain of two states: of neighbours, CHANGE are not alike.
 */
const stepsOf = (looks: readonly number[]): { afterFlowing: number; afterNot: number }[] => {
  const steps: { afterFlowing: number; afterNot: number }[] = [];
  // How well all looks from the next well on fit, where this one is Flowing, and where it is not.
  let [flowing, not] = [1, 1];
  for (const look of looks.toReversed()) {
    const [f, n] = [look * flowing, (1 - look) * not];
    [flowing, not] = [mixed(f, n), mixed(n, f)];
    steps.unshift(steps.length === looks.length - 1 ? { afterFlowing: share(f, n), afterNot: share(f, n) }
      : { afterFlowing: f * (1 - CHANGE) / flowing, afterNot: f * CHANGE / not });
  }
  return steps;
};

const mixed = (alike: number, other: number): number => alike * (1 - CHANGE) + other * CHANGE;
const share = (a: number, b: number): number => a / (a + b);
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
