import { readSettings } from '@microplate/platform/config';
import { keyShape, serviceShape } from '@microplate/platform/service';

/** Checked settings; the README lists them. @throws SettingsError naming each wrong one. */
export const readResultsSettings = (environment: Record<string, string | undefined>) =>
  readSettings({ ...keyShape('results', { admits: ['gateway', 'labware'], calls: ['inference'] }), ...serviceShape('results') }, environment);

export type ResultsSettings = ReturnType<typeof readResultsSettings>;
