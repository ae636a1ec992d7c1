import { dropSkew, dropsRunUpwards } from './drop-rules.ts';
import type { Prediction } from '../models/classifier.ts';

/** A green crop with a red drop whose head lies above (`up` false) or below its tail. */
const crop = (up: boolean): Uint8Array => {
  const out = new Uint8Array(48 * 48 * 3);
  for (let i = 0; i < 48 * 48; i++) {
    const [x, y] = [i % 48, up ? 47 - Math.floor(i / 48) : Math.floor(i / 48)];
    const width = y < 18 || y > 32 ? -1 : y < 23 ? 4 : 4 * (1 - (y - 23) / 10);
    out.set(Math.abs(x - 23.5) <= width ? [150, 40, 60] : [80, 140, 90], 3 * i);
  }
  return out;
};
const plate = (ups: number, downs: number): [Uint8Array, Prediction[]] => {
  const crops = [...Array.from({ length: ups }, () => crop(true)), ...Array.from({ length: downs }, () => crop(false))];
  const all = new Uint8Array(crops.length * 6912);
  crops.forEach((c, i) => all.set(c, i * 6912));
  return [all, crops.map(() => ({ class: 'FLOWING', confidence: 0.9 }))];
};

describe('the way drops run', () => {
  it('shows in where the red trails off', () => {
    expect(dropSkew(crop(false))).toBeGreaterThan(0.1);
    expect(dropSkew(crop(true))).toBeCloseTo(-dropSkew(crop(false)), 6);
    expect(dropSkew(new Uint8Array(6912).fill(90))).toBe(0);
  });

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
