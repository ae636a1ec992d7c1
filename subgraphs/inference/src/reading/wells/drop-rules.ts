import type { Prediction } from '../models/classifier.ts';
import { dropShapes } from './measure-rules.ts';
import { tailsEvidence } from './orientation-evidence-rules.ts';

/** Tails that agree less than this are no evidence. */
const LEAST_AGREEMENT = 0.6;

/**
 * True where the Flowing drops plainly have their heads below and their tails above: the plate stands upside down in the photo,
 * or was tilted the other way. `crops` are the classifier's own, so upright with the found grid.
 */
export const dropsRunUpwards = (crops: Uint8Array, predictions: readonly Prediction[]): boolean => {
  const tails = tailsEvidence(dropShapes(crops), predictions.map((p) => p.class));
  return tails !== null && tails.agreement >= LEAST_AGREEMENT && tails.y < -0.5;
};
