import type { EndPointPolicyName } from '@microplate/schema/report';

/** The CSV forms an interface file can take. */
export const DIALECTS = ['LABWARE_V2', 'LABWARE_V1', 'TITRES', 'LONG'] as const;

export type Dialect = (typeof DIALECTS)[number];

/**
 * The end-point policy a dialect's numbers are by. The two LabWare dialects keep the original system's LAST_FLOWING;
 * LONG has no end point in it at all, so its policy says nothing and is the house's default.
 */
export const POLICY_OF: Readonly<Record<Dialect, EndPointPolicyName>> = {
  LABWARE_V2: 'LAST_FLOWING', LABWARE_V1: 'LAST_FLOWING', TITRES: 'FIRST_BREAK', LONG: 'FIRST_BREAK',
};
