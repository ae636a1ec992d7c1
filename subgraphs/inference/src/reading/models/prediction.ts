import type { WellClass } from '../plate-types.ts';

/** What the classifier says of one well. */
export interface Prediction {
  class: WellClass;
  /** Of that class. */
  confidence: number;
  /** Of each class, 1 together. */
  probabilities: Readonly<Record<WellClass, number>>;
}

/** The class of most probability; of equals the first. */
export const likeliest = (probabilities: Prediction['probabilities']): Prediction => {
  const [name, confidence] = (Object.entries(probabilities) as [WellClass, number][]).reduce((best, one) => (one[1] > best[1] ? one : best));
  return { class: name, confidence, probabilities };
};
