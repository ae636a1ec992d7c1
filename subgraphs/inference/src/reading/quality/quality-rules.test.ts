import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { CROP_SIZE } from '../models/classifier.ts';
import type { QualityCode } from '../plate-types.ts';
import { lightOf } from './light-rules.ts';
import { measureQuality, qualityConfidence, qualityFlags } from './quality-rules.ts';
import { blurOf } from './sharpness-rules.ts';
import { roomOf, tiltOf } from './view-rules.ts';

/** Crops of wells: a light wall with a dark drop, their edges blurred by `sigma` pitches across and down. */
const crops = (across: number, down = across, wells = 12): Uint8Array => {
  const one = new Uint8Array(CROP_SIZE * CROP_SIZE * 3);
  const soft = (d: number, sigma: number) => 1 / (1 + Math.exp((-1.7 * d) / Math.max(sigma, 0.004)));
  for (let i = 0; i < CROP_SIZE * CROP_SIZE; i++) {
    const [x, y] = [(i % CROP_SIZE) - 23.5, Math.floor(i / CROP_SIZE) - 23.5].map((v) => v / 38.4);
    const sigma = Math.hypot(across * x, down * y) / (Math.hypot(x, y) || 1);
    one.fill(60 + 140 * soft(Math.hypot(x, y) - 0.25, sigma), 3 * i, 3 * i + 3);
  }
  const all = new Uint8Array(one.length * wells);
  for (let k = 0; k < wells; k++) all.set(one, k * one.length);
  return all;
};
const flat = (level: number) => new Uint8Array(4 * CROP_SIZE * CROP_SIZE * 3).fill(level);
const grid = (homography: number[]) => ({
  rows: 8, columns: 12, homography, confidence: 1,
  centres: Array.from({ length: 96 }, (_, i) => ({ x: homography[0] * (i % 12) + homography[2], y: homography[4] * Math.floor(i / 12) + homography[5] })),
});
const plain = grid([100, 0, 80, 0, 100, 90, 0, 0, 1]);

describe('blur', () => {
  it('grows with the sigma of the edges, whatever their contrast', () => {
    const sigmas = [0.01, 0.03, 0.06, 0.09].map((s) => blurOf(crops(s))!);
    expect(sigmas).toEqual([...sigmas].sort((a, b) => a - b));
    const pale = crops(0.06).map((v) => 100 + v / 4);
    expect(blurOf(pale)).toBeCloseTo(blurOf(crops(0.06))!, 2);
  });

  it('is that of the worse way where the photo moved', () => expect(blurOf(crops(0.005, 0.09))).toBeGreaterThan(2 * blurOf(crops(0.005))!));
  it('is nothing that can be said where there is no edge', () => expect(blurOf(flat(120))).toBeNull());
});

describe('light', () => {
  it('counts what is blown out on the floors and on the whole plate, and the level of the brightest tenth', () => {
    expect(lightOf(flat(255))).toEqual({ floorsLost: 1, lost: 1, brightest: 255 });
    expect(lightOf(flat(40))).toEqual({ floorsLost: 0, lost: 0, brightest: 40 });
    const one = flat(100);
    one.fill(255, 0, one.length / 4);
    expect(lightOf(one)).toEqual({ floorsLost: 0.25, lost: 0.25, brightest: 255 });
  });

  it('takes a strong colour for no glare', () => {
    const green = flat(255).map((v, i) => (i % 3 === 1 ? v : 60));
    expect(lightOf(green).lost).toBe(0);
  });
});

describe('view', () => {
  it('tells the tilt from the squeeze of the wells, however the plate is turned', () => {
    fc.assert(fc.property(evenly(1, 60), evenly(0, 6.2), (degrees, turn) => {
      const [c, s, k] = [Math.cos(turn), Math.sin(turn), Math.cos((degrees * Math.PI) / 180)];
      expect(tiltOf(grid([100 * c, -100 * k * s, 500, 100 * s, 100 * k * c, 500, 0, 0, 1]))).toBeCloseTo(degrees, 2);
    }));
  });

  it('measures the room around the outermost wells in pitches', () => {
    expect(roomOf(plain, 1260, 880)).toBeCloseTo(0.8, 9);
    expect(roomOf(plain, 1200, 880)).toBeCloseTo(0.2, 9);
    expect(roomOf(plain, 1170, 880)).toBeLessThan(0);
  });
});

describe('flags', () => {
  const codes = (quality: Partial<Record<QualityCode, number | null>>) => qualityFlags(quality).map((f) => f.code);

  it('are told beyond a bound, with value and bound, and not at it', () => {
    expect(qualityFlags({ TILTED: 20 })).toEqual([{ code: 'TILTED', value: 20, bound: 15 }]);
    expect(codes({ TILTED: 15, DARK: 70, LOW_RESOLUTION: 40, BLURRED: null })).toEqual([]);
    expect(codes({ DARK: 69, LOW_RESOLUTION: 39.9, PARTIAL: 0.4 })).toEqual(['DARK', 'LOW_RESOLUTION', 'PARTIAL']);
  });

  it('become refusals where calls would be guesses', () => {
    expect(() => qualityFlags({ BLURRED: 0.2 })).toThrow(expect.objectContaining({ code: 'IMAGE_TOO_BLURRED', message: expect.stringContaining('0.20 pitches'), flags: [{ code: 'BLURRED', value: 0.2, bound: 0.1 }] }));
    expect(() => qualityFlags({ GLARE: 0.7 })).toThrow(expect.objectContaining({ code: 'IMAGE_OVEREXPOSED', message: expect.stringContaining('70 %') }));
  });

  it('lower the confidence by as much as the bound is crossed, never raise it', () => {
    expect(qualityConfidence([])).toBe(1);
    expect(qualityConfidence(qualityFlags({ LOW_RESOLUTION: 20, TILTED: 16 }))).toBe(0.5);
    fc.assert(fc.property(evenly(0, 90), evenly(0, 255), (tilt, dark) => {
      const confidence = qualityConfidence(qualityFlags({ TILTED: tilt, DARK: dark }));
      expect(confidence >= 0 && confidence <= 1).toBe(true);
      expect(confidence < 1).toBe(tilt > 15 || dark < 70);
    }));
  });

  it('speak of the plate in the whole photo\'s pixels', () => {
    const quality = measureQuality(crops(0.01), { grid: plain, width: 1260, height: 880 });
    expect([quality.LOW_RESOLUTION, quality.PARTIAL, quality.TILTED]).toEqual([100, expect.closeTo(0.8, 9), expect.closeTo(0, 5)]);
    expect(qualityFlags(quality)).toEqual([]);
  });
});
