import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { distance, pitchAt, project } from './homography-rules.ts';
import { refineByRings } from './ring-rules.ts';
import type { Photo } from '../photo.ts';
import type { Grid, Homography, Point } from '../plate-types.ts';

const [ROWS, COLUMNS] = [8, 12];
const places = Array.from({ length: ROWS * COLUMNS }, (_, i) => ({ column: i % COLUMNS, row: Math.floor(i / COLUMNS) }));

/** A photo of rings at these places, bright on one side as under a lamp, each with a dark drop of its own beside its middle. */
const drawn = (rings: readonly Point[], pitch: number, salt = 1): Photo => {
  const [width, height] = [420, 320];
  const data = new Uint8Array(width * height * 3).fill(90);
  const ink = (x: number, y: number, v: number) => data.fill(v, 3 * (y * width + x), 3 * (y * width + x) + 3);
  rings.forEach((c, k) => {
    const drop = { x: c.x + (((k * 7 * salt) % 5) - 2) * 0.05 * pitch, y: c.y + 0.12 * pitch };
    for (let y = Math.max(0, Math.floor(c.y - pitch)); y <= Math.min(height - 1, c.y + pitch); y++) {
      for (let x = Math.max(0, Math.floor(c.x - pitch)); x <= Math.min(width - 1, c.x + pitch); x++) {
        const at = { x: x + 0.5, y: y + 0.5 };
        const rim = Math.max(0, 1 - Math.abs(distance(at, c) - 0.43 * pitch) / 1.6);
        if (rim) ink(x, y, 90 + rim * (90 + (40 * (at.x - c.x)) / pitch));
        else if (distance(at, drop) < 0.15 * pitch) ink(x, y, 20 + (k % 3) * 60);
      }
    }
  });
  return { data, width, height };
};
const gridAt = (homography: Homography, centres: Point[]): Grid => ({ rows: ROWS, columns: COLUMNS, homography, centres, confidence: 1 });
const lattice = (pitch: number, turn = 0): Homography => [pitch * Math.cos(turn), -pitch * Math.sin(turn), 60, pitch * Math.sin(turn), pitch * Math.cos(turn), 50, 0, 0, 1];
const worst = (grid: Grid, truth: readonly Point[], pitch: number) => Math.max(...grid.centres.map((c, i) => distance(c, truth[i]) / pitch));

describe('centres refined by rings', () => {
  const poses = { turn: evenly(-0.03, 0.03), pitch: evenly(16, 28), salt: fc.integer({ min: 1, max: 9 }), way: evenly(0, 6.28) };
  const shifted = (points: readonly Point[], by: number, way: number) => points.map(({ x, y }) => ({ x: x + by * Math.cos(way), y: y + by * Math.sin(way) }));

  it('are found within 0.02 pitch, wherever the grid lies beside them by up to 0.06', () => {
    fc.assert(fc.property(fc.record({ ...poses, by: evenly(0, 0.06) }), ({ turn, pitch, salt, way, by }) => {
      const h = lattice(pitch, turn);
      const truth = places.map(({ column, row }) => project(h, column, row));
      expect(worst(refineByRings(drawn(truth, pitch, salt), gridAt(h, shifted(truth, by * pitch, way))), truth, pitch)).toBeLessThan(0.02);
    }), { numRuns: 8, endOnFailure: true });
  });

  it('stay where the network saw them when all rings lie farther aside, as a deep well\'s floor seen steeply does', () => {
    fc.assert(fc.property(fc.record({ ...poses, by: evenly(0.1, 0.18) }), ({ turn, pitch, salt, way, by }) => {
      const h = lattice(pitch, turn);
      const seen = places.map(({ column, row }) => project(h, column, row));
      expect(worst(refineByRings(drawn(shifted(seen, by * pitch, way), pitch, salt), gridAt(h, seen)), seen, pitch)).toBeLessThan(0.01);
    }), { numRuns: 8, endOnFailure: true });
  });

  it('follow a lens\'s bend', () => {
    const h = lattice(26);
    const truth = places.map(({ column, row }) => {
      const [x, y] = [(column - 5.5) / 5.5, (row - 3.5) / 5.5];
      const bend = 0.06 * 26 * (x * x + y * y);
      return { x: project(h, column, row).x + x * bend, y: project(h, column, row).y + y * bend };
    });
    const flat = places.map(({ column, row }) => project(h, column, row));
    expect(worst(gridAt(h, flat), truth, 26)).toBeGreaterThan(0.09);
    expect(worst(refineByRings(drawn(truth, 26), gridAt(h, flat)), truth, 26)).toBeLessThan(0.05);
  });

  it('keep the grid where a few wells are odd: displaced, or not to be seen', () => {
    const h = lattice(24);
    const truth = places.map(({ column, row }) => project(h, column, row));
    const rings = truth.map((p, i) => (i % 19 === 3 ? { x: p.x + 5, y: p.y - 5 } : p)).filter((_, i) => i % 23 !== 5);
    expect(worst(refineByRings(drawn(rings, 24), gridAt(h, truth)), truth, 24)).toBeLessThan(0.03);
  });

  it('stay where nothing is to be seen', () => {
    const h = lattice(24);
    const truth = places.map(({ column, row }) => project(h, column, row));
    const bare = { data: new Uint8Array(420 * 320 * 3).fill(128), width: 420, height: 320 };
    const still = refineByRings(bare, gridAt(h, truth));
    expect(worst(still, truth, 24)).toBeLessThan(0.01);
    expect(pitchAt(still.homography, 5, 3)).toBeCloseTo(24, 3);
  });
});
