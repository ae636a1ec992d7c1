import type { Orientation, QualityFlag } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

export type Unmirrored = Exclude<Orientation, 'MIRRORED'>;

/** What tells how a plate lies; null where nothing can be said. */
export interface OrientationEvidence {
  /** How the plate would lie if the grid's numbering, of which the rest speaks, were right: UPRIGHT, or TURNED_90 where its rows run down the photo. */
  standing: Unmirrored;
  /** Where the drops run: towards the last row as numbered, or towards the first. */
  drops: 'DOWN' | 'UP' | null;
  /** Where the Flowing wells begin: at the first column as numbered, or at the last. */
  flowingFrom: 'FIRST' | 'LAST' | null;
}

export interface SettledOrientation {
  /** How the plate lies; null where nothing told, and it is read as the photo stands. */
  orientation: Orientation | null;
  flags: QualityFlag[];
}

const OPPOSITE = { UPRIGHT: 'TURNED_180', TURNED_90: 'TURNED_270', TURNED_180: 'UPRIGHT', TURNED_270: 'TURNED_90' } as const;
const PORTRAIT: readonly Orientation[] = ['TURNED_90', 'TURNED_270'];

/**
 * How the plate lies, never guessed: the caller's word settles it, then the device's default, then drops that run towards row H and
 * Flowing wells that begin at column 1. Evidence that contradicts itself, the plate's shape against a given orientation, and a
 * standing plate that nothing speaks for are refused (ReadingError ORIENTATION_UNCERTAIN). The flag ORIENTATION_UNCERTAIN's `value`
 * is how many kinds of evidence spoke, its bound is 2.
 */
export const settleOrientation = (evidence: OrientationEvidence, caller?: Orientation, device?: Orientation): SettledOrientation => {
  const given = caller ?? device;
  if (given) return { orientation: checkedShape(given, evidence.standing), flags: [] };
  const votes = [votesOf(evidence.drops, 'DOWN'), votesOf(evidence.flowingFrom, 'FIRST')].filter((v) => v !== 0);
  if (votes.includes(1) && votes.includes(-1)) throw contradiction(evidence);
  if (!votes.length) return unknown(evidence.standing);
  return { orientation: votes[0] > 0 ? evidence.standing : OPPOSITE[evidence.standing], flags: votes.length > 1 ? [] : [uncertain(votes.length)] };
};

const uncertain = (spoke: number): QualityFlag => ({ code: 'ORIENTATION_UNCERTAIN', value: spoke, bound: 2 });

/** 1 for the plate as numbered, -1 for its opposite. */
const votesOf = (seen: string | null, asNumbered: string): number => (seen === null ? 0 : seen === asNumbered ? 1 : -1);

const refused = (message: string): ReadingError => new ReadingError('ORIENTATION_UNCERTAIN', message);

const checkedShape = (given: Orientation, standing: OrientationEvidence['standing']): Orientation => {
  if (PORTRAIT.includes(given) === PORTRAIT.includes(standing)) return given;
  throw refused(`The plate can't lie ${given}: its long side runs ${PORTRAIT.includes(standing) ? 'down' : 'across'} the photo. Give the orientation as the photo shows it, or none.`);
};

const contradiction = ({ drops, flowingFrom }: OrientationEvidence): ReadingError =>
  refused(`The drops run ${drops === 'DOWN' ? 'towards the last row' : 'towards the first row'} but the Flowing wells begin at the ${flowingFrom === 'FIRST' ? 'first' : 'last'} column: the photo is mirrored, or the plate was laid out or tilted the other way. Say how the plate lies (orientation), or read with a calibration of this camera.`);

const unknown = (standing: OrientationEvidence['standing']): SettledOrientation => {
  if (!PORTRAIT.includes(standing)) return { orientation: null, flags: [uncertain(0)] };
  throw refused('The plate stands on its short side and nothing tells which end is row A: no drops run, and no Flowing wells begin at either end. Say how the plate lies (orientation), or turn the photo.');
};
