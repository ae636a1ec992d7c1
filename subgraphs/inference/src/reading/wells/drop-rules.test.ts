import { drawCrop, layEndToEnd } from './drawn-crops.ts';
import { dropsRunUpwards } from './drop-rules.ts';
import type { Prediction } from '../models/classifier.ts';

const plate = (ups: number, downs: number): [Uint8Array, Prediction[]] => {
  const crops = Array.from({ length: ups + downs }, (_, i) => drawCrop({ drop: { head: 0.08, length: 0.3, angle: i < ups ? 270 : 90 } }));
  return [layEndToEnd(crops), crops.map(() => ({ class: 'FLOWING', confidence: 0.9 }))];
};

describe('the way drops run', () => {
  it('is upwards only where enough drops agree', () => {
    expect(dropsRunUpwards(...plate(6, 0))).toBe(true);
    expect(dropsRunUpwards(...plate(6, 3))).toBe(false);
    expect(dropsRunUpwards(...plate(0, 6))).toBe(false);
    expect(dropsRunUpwards(...plate(3, 0))).toBe(false);
  });

  it('is not asked of wells that do not flow', () => {
    const [crops, predictions] = plate(6, 0);
    expect(dropsRunUpwards(crops, predictions.map((p) => ({ ...p, class: 'NON_FLOWING' })))).toBe(false);
  });
});
