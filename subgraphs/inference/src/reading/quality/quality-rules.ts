import { blurOf } from './sharpness-rules.ts';
import { lightOf } from './light-rules.ts';
import { middlePitch, roomOf, tiltOf } from './view-rules.ts';
import type { PlateLocation, QualityCode, QualityFlag } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';
import type { ReadingCode } from '../reading-error.ts';

/** A measure of the photo: what is measured, from where on it is flagged, and from where on nothing is read. */
interface Rule {
  code: QualityCode;
  bound: number;
  /** Below the bound is bad, rather than above. */
  least?: true;
  refuse?: { code: ReadingCode; bound: number; message: (value: number) => string };
}

/**
 * BLURRED: sigma of the blur, in pitches. GLARE: share of the wells' floors that is blown out. OVEREXPOSED: share of the plate that is.
 * DARK: the luma (0..255) that the plate's brightest tenth reaches. TILTED: degrees between the line of sight and the plate's axis.
 * LOW_RESOLUTION: pixels from well to well. PARTIAL: pitches from the outermost well's centre to the photo's edge.
 */
const RULES: readonly Rule[] = [
  { code: 'BLURRED', bound: 0.04, refuse: { code: 'IMAGE_TOO_BLURRED', bound: 0.1, message: (v) =>
    `The plate is too blurred: its edges are smeared over ${v.toFixed(2)} pitches. Focus on the wells, hold the camera still, and photograph it again.` } },
  { code: 'GLARE', bound: 0.03, refuse: { code: 'IMAGE_OVEREXPOSED', bound: 0.5, message: (v) =>
    `Light blows out ${(100 * v).toFixed(0)} % of the wells' floors. Expose for less time or move the lamp, and photograph the plate again.` } },
  { code: 'OVEREXPOSED', bound: 0.05 },
  { code: 'DARK', bound: 70, least: true },
  { code: 'TILTED', bound: 15 },
  { code: 'LOW_RESOLUTION', bound: 40, least: true },
  { code: 'PARTIAL', bound: 0.5, least: true },
];

export type Quality = Partial<Record<QualityCode, number | null>>;

/** Measures the plate, and nothing around it. `crops` are the classifier's. */
export const measureQuality = (crops: Uint8Array, { grid, width, height }: Pick<PlateLocation, 'grid' | 'width' | 'height'>): Quality => {
  const light = lightOf(crops);
  return {
    BLURRED: blurOf(crops), GLARE: light.floorsLost, OVEREXPOSED: light.lost, DARK: light.brightest,
    TILTED: tiltOf(grid), LOW_RESOLUTION: middlePitch(grid), PARTIAL: roomOf(grid, width, height),
  };
};

/** What crossed its bound. Throws IMAGE_TOO_BLURRED or IMAGE_OVEREXPOSED where it is so bad that calls would be guesses. */
export const qualityFlags = (quality: Quality): QualityFlag[] => RULES.flatMap(({ code, bound, least, refuse }) => {
  const value = quality[code] ?? null;
  if (value === null || (least ? value >= bound : value <= bound)) return [];
  if (refuse && value > refuse.bound) throw new ReadingError(refuse.code, refuse.message(value), { value, bound: refuse.bound });
  return [{ code, value, bound }];
});

/** How much a plate is trusted that might lie the other way round. */
const UNSURE = 0.5;

/** 0..1: as much as the worst flag's bound is of its value, or the other way where less is worse. */
export const qualityConfidence = (flags: readonly QualityFlag[]): number => Math.min(1, ...flags.map(({ value, bound, code }) => {
  if (value === null || bound === null || code === 'ORIENTATION_UNCERTAIN') return UNSURE;
  return Math.max(0, Math.min(value / bound, bound / value));
}));
