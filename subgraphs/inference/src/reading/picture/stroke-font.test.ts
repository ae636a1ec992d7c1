import { textPath, textWidth } from './stroke-font.ts';

describe('the stroke font', () => {
  it('draws inside its box', () => {
    const numbers = textPath('≥4096 <2 FLOWING 128?', 0, 0, 12).match(/[\d.]+/g)!.map(Number);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(textWidth('≥4096 <2 FLOWING 128?', 12));
  });
  it('draws an unknown letter as a box, and tells letters apart', () => {
    expect(textPath('\u0e01', 0, 0, 6)).toBe('M0.0 0.0L4.0 0.0L4.0 6.0L0.0 6.0L0.0 0.0');
    const all = [...'0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ<>=≥≤.,:-+/%()?_'].map((c) => textPath(c, 0, 0, 6));
    expect(new Set(all).size).toBe(all.length);
  });
});
