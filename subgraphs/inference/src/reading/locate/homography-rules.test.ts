import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { fitHomography, pitchAt, project } from './homography-rules.ts';

const places = Array.from({ length: 96 }, (_, i) => ({ x: i % 12, y: Math.floor(i / 12) }));
const small = (most: number) => evenly(-most, most);
const poses = fc.record({ scale: evenly(8, 300), turn: small(3), x: small(4000), y: small(4000), px: small(0.02), py: small(0.02) });
type Pose = { scale: number; turn: number; x: number; y: number; px: number; py: number };
const matrix = ({ scale, turn, x, y, px, py }: Pose) =>
  [scale * Math.cos(turn), -scale * Math.sin(turn), x, scale * Math.sin(turn), scale * Math.cos(turn), y, px, py, 1];

describe('a homography', () => {
  it('is found again from the points it made', () => {
    fc.assert(fc.property(poses, (pose) => {
      const truth = matrix(pose);
      const found = fitHomography(places, places.map((p) => project(truth, p.x, p.y)));
      for (const p of places) {
        const [want, got] = [project(truth, p.x, p.y), project(found!, p.x, p.y)];
        expect(Math.hypot(want.x - got.x, want.y - got.y)).toBeLessThan(1e-3 * pose.scale);
      }
    }), { numRuns: 60 });
  });

  it('is refused for three points, and for points on one line', () => {
    expect(fitHomography(places.slice(0, 3), places.slice(0, 3))).toBeNull();
    const line = places.slice(0, 12);
    expect(fitHomography(line, line)).toBeNull();
  });

  it('tells the pitch in pixels', () => {
    expect(pitchAt([124, 0, 10, 0, 124, 20, 0, 0, 1], 4, 4)).toBeCloseTo(124, 6);
  });
});
