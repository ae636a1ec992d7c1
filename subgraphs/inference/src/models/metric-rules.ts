import type { ModelCard } from '../reading/models/model-files.ts';

export interface ModelFigure { name: string; value: number }
export interface ModelMetric { measuredOn: string; figures: ModelFigure[] }

/** The card's metrics as a list; nested figures by their path, such as `perClass.FLOWING`. What is no number is left out. */
export const metricsOf = ({ metrics }: Pick<ModelCard, 'metrics'>): ModelMetric[] =>
  Object.entries(metrics ?? {}).map(([measuredOn, figures]) => ({ measuredOn, figures: figuresOf(figures) }));

const figuresOf = (value: unknown, name = ''): ModelFigure[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [{ name: name || 'value', value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => figuresOf(inner, name ? `${name}.${key}` : key));
};

/** What a card says it was trained on, in words; null where it does not tell. */
export const trainedOnOf = (card: object): string | null => {
  const told: unknown = (card as { trainedOn?: unknown }).trainedOn;
  if (typeof told === 'string') return told;
  return Array.isArray(told) ? told.map(String).join('; ') : null;
};

/** Number of trained weights; null where the card does not tell. */
export const parametersOf = (card: object): number | null => {
  const told: unknown = (card as { parameters?: unknown }).parameters;
  return Number.isSafeInteger(told) ? told as number : null;
};
